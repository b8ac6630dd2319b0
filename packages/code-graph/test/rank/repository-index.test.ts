import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { indexRepository, rankFiles } from '../../src/index.ts';

test('files that are not accepted are as if they were not there', async () => {
  await using repository = await tempRepo({ 'src/fee.ts': 'export const fee = 1;\n', 'notes/fee.md': 'The fee.\n' });
  const paths = async (accept?: (path: string) => boolean) => {
    const index = await indexRepository(repository.path, { accept });
    return rankFiles({ query: 'raise the fee', index }).map(({ path }) => path);
  };
  expect((await paths()).toSorted()).toEqual(['notes/fee.md', 'src/fee.ts']);
  expect(await paths((path) => !path.startsWith('notes/'))).toEqual(['src/fee.ts']);
});
