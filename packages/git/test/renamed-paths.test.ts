import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { renamedPaths } from '../src/index.ts';

test('names what was renamed, also with some of its lines changed, and where it was', async () => {
  const text = (end: string) => `${Array.from({ length: 9 }, (_, at) => `line ${at}\n`).join('')}${end}\n`;
  await using repo = await tempRepo({ 'old näme': text('x'), stays: 's\n' });
  await repo.git('mv', 'old näme', 'new "name"');
  await repo.commit('Rename', { 'new "name"': text('y'), added: 'a\n' });
  expect([...(await renamedPaths(repo.path, 'HEAD~1', 'HEAD'))]).toEqual([['new "name"', 'old näme']]);
  expect((await renamedPaths(repo.path, 'HEAD', 'HEAD')).size).toBe(0);
  await expect(renamedPaths(repo.path, 'gone', 'HEAD')).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
});
