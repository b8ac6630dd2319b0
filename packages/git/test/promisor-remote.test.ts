import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { promisorRemote } from '../src/index.ts';

test('the remote that has promised to have the rest, in both ways to write it; none for a whole clone', async () => {
  await using repo = await tempRepo({ 'a.js': '' });
  expect(await promisorRemote(repo.path)).toBeUndefined();
  await repo.git('config', 'remote.far away.promisor', 'false');
  expect(await promisorRemote(repo.path)).toBeUndefined();
  await repo.git('config', 'extensions.partialClone', 'origin');
  expect(await promisorRemote(repo.path)).toBe('origin');
  await repo.git('config', 'remote.far away.promisor', 'true');
  expect(await promisorRemote(repo.path)).toBe('far away');
});
