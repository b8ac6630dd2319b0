import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, type TempRepo } from '@cdev/test-kit';
import { git } from '../src/index.ts';
import { branchInFiles, resolveInFiles } from '../src/resolve-in-files.ts';

const objectOf = (repo: TempRepo, id: string): string => join(repo.path, '.git/objects', id.slice(0, 2), id.slice(2));

// Elsewhere git is asked.
(process.platform === 'linux' ? describe : describe.skip)('without a process for git', () => {
  test('a commit is what git says: HEAD, a branch, an id; loose and packed refs, in a linked worktree and a folder', async () => {
    await using repo = await tempRepo(
      { 'src/a.txt': 'a\n' },
      { branches: { 'x/y+1': { b: '1' } }, worktrees: ['side'] },
    );
    const side = repo.worktrees['side'];
    const other = await side?.commit('Other', { 'a.txt': 'b\n' });
    await repo.git('pack-refs', '--all');
    const later = await repo.commit('Later', { 'a.txt': 'c\n' });
    const id = await repo.git('rev-parse', 'side^');
    for (const [folder, revision] of [
      [repo.path, 'HEAD'],
      [join(repo.path, 'src'), 'HEAD'],
      [side?.path ?? '', 'HEAD'],
      [repo.path, 'refs/heads/main'],
      [repo.path, 'refs/heads/side'],
      [side?.path ?? '', 'refs/heads/main'],
      [repo.path, id],
    ] as const)
      expect([revision, resolveInFiles(folder, revision)]).toEqual([
        revision,
        (await git(folder, ['rev-parse', `${revision}^{commit}`])).stdout.trim(),
      ]);
    expect(resolveInFiles(side?.path ?? '', 'HEAD')).toBe(other);
    await repo.git('switch', '--quiet', '--detach');
    expect(resolveInFiles(repo.path, 'HEAD')).toBe(later);
  });

  test('git is left what is no commit, is packed, broken or gone, and every other expression', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    const head = await repo.git('rev-parse', 'HEAD');
    const blob = await repo.git('rev-parse', 'HEAD:a.txt');
    for (const revision of [blob, 'f'.repeat(40), head.slice(0, 8), head.toUpperCase(), 'main', 'HEAD^', `${head}^`])
      expect([revision, resolveInFiles(repo.path, revision)]).toEqual([revision, undefined]);
    for (const name of ['none', 'main^', 'main~1', 'main@{0}', 'main:a.txt', '../heads/main', 'main.lock', '.main', ''])
      expect([name, resolveInFiles(repo.path, `refs/heads/${name}`)]).toEqual([name, undefined]);
    expect(resolveInFiles(repo.path, 'HEAD')).toBe(head);
    const file = objectOf(repo, head);
    const whole = await readFile(file);
    await chmod(file, 0o644);
    for (const broken of [whole.subarray(0, -9), Buffer.alloc(0), await readFile(objectOf(repo, blob))]) {
      await writeFile(file, broken);
      expect(resolveInFiles(repo.path, 'HEAD')).toBeUndefined();
    }
    await writeFile(file, whole);
    await repo.git('gc', '--quiet');
    expect(resolveInFiles(repo.path, 'HEAD')).toBeUndefined();
  });

  test('in a repository of the other format an id of 40 digits is a beginning only', async () => {
    await using folder = await tempFolder({ a: '1' });
    await git(folder.path, ['init', '--quiet', '--object-format=sha256']);
    const own = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
    await git(folder.path, [...own, 'commit', '--quiet', '--allow-empty', '--message', 'Begin']);
    const head = (await git(folder.path, ['rev-parse', 'HEAD'])).stdout.trim();
    expect(head).toHaveLength(64);
    expect([resolveInFiles(folder.path, 'HEAD'), resolveInFiles(folder.path, head)]).toEqual([head, head]);
    expect(resolveInFiles(folder.path, head.slice(0, 40))).toBeUndefined();
  });

  test('the branch is what git says; git is left a detached HEAD, and a branch that leads to another', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['agent/one'] });
    expect(branchInFiles(repo.path)).toBe('main');
    expect(branchInFiles(repo.worktrees['agent/one']?.path ?? '')).toBe('agent/one');
    await repo.git('switch', '--quiet', '--orphan', 'fresh');
    expect(branchInFiles(repo.path)).toBe('fresh');
    await repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    await repo.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
    expect(branchInFiles(repo.path)).toBeUndefined();
    await repo.git('checkout', '--quiet', '--detach', 'main');
    expect(branchInFiles(repo.path)).toBeUndefined();
    await rm(join(repo.path, '.git/HEAD'));
    expect(branchInFiles(repo.path)).toBeUndefined();
  });
});
