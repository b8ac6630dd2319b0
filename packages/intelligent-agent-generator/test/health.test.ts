import { expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { health } from '../src/index.ts';

const checks = async (cwd: string) =>
  (await health(testContext({ cwd }))).map(({ title, status }) => `${title}: ${status}`);

test('health looks at git, the repository and the parser', async () => {
  await using repository = await tempRepo();
  expect(await checks(repository.path)).toEqual(['git: ok', 'repository: ok', 'parser: ok']);
  await using folder = await tempFolder();
  expect(await checks(folder.path)).toEqual(['git: ok', 'repository: not-run', 'parser: ok']);
});
