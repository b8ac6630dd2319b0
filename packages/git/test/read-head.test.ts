import { expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { git, openRepository, readHead } from '../src/index.ts';

async function headOf(folder: string): Promise<string | undefined> {
  return readHead(await openRepository(folder));
}

test('is what git says: loose, packed, detached, in a linked worktree', async () => {
  await using repository = await tempRepo({ a: '1' });
  const { path, git: ask } = repository;
  const said = async (folder = path): Promise<string> => (await git(folder, ['rev-parse', 'HEAD'])).stdout.trim();
  await ask('switch', '-q', '-c', 'grün/x');
  expect(await headOf(path)).toBe(await said());
  await ask('pack-refs', '--all');
  expect(await headOf(path)).toBe(await said());
  // Loose again, beside an older one among the packed.
  await repository.commit('Next', { a: '2' });
  expect(await headOf(path)).toBe(await said());
  await ask('switch', '-q', '--detach', 'HEAD~1');
  expect(await headOf(path)).toBe(await said());
  const linked = `${path}-linked`;
  await ask('worktree', 'add', '-q', '-b', 'other', linked, 'HEAD~0');
  await repository.commit('Third', { a: '3' });
  expect(await headOf(linked)).toBe(await said(linked));
  expect(await headOf(linked)).not.toBe(await said());
  await ask('worktree', 'remove', linked);
});

test('is left to git before the first commit, and where a branch leads to another', async () => {
  await using folder = await tempFolder();
  await git(folder.path, ['init', '-q']);
  expect(await headOf(folder.path)).toBeUndefined();
  await using repository = await tempRepo({ a: '1' });
  await repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
  await repository.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
  expect(await headOf(repository.path)).toBeUndefined();
});
