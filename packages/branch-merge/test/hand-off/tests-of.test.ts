import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { testsOf } from '../../src/index.ts';

test('finds the tests of files in conflict on both sides, and files that are tests themselves', async () => {
  const source = 'export const limit = 1;\n';
  await using repo = await tempRepo(
    { 'src/ï a.ts': source, 'src/other.ts': source, 'test/other.test.ts': '' },
    { branches: { one: { 'test/ï a.test.ts': '' }, two: { 'src/ï a.spec.ts': '' } } },
  );
  const commits = [await repo.git('rev-parse', 'one'), await repo.git('rev-parse', 'two')];
  const about = ['src/ï a.ts'];
  expect(await testsOf(repo.path, { paths: about, commits })).toEqual([
    { path: 'src/ï a.spec.ts', about },
    { path: 'test/ï a.test.ts', about },
  ]);
  const own = { path: 'test/other.test.ts', about: ['src/other.ts'] };
  expect(await testsOf(repo.path, { paths: ['test/other.test.ts'], commits })).toEqual([own]);
  expect(await testsOf(repo.path, { paths: ['README.md'], commits })).toEqual([]);
  expect(await testsOf(repo.path, { paths: about, commits: ['f'.repeat(40)] })).toEqual([]);
});
