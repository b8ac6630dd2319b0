import { changedPaths, git, resolveTree, status } from '@cdev/git';
import type { Change } from './selection.ts';

/**
 * What differs between the base and the files on disk, sorted by path: commits, index, working tree and untracked files together. A
 * rename is a deletion and an addition.
 */
export async function findChanges(root: string, base: string): Promise<readonly Change[]> {
  const changes = new Map<string, Change>();
  const hasHead = (
    await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD'], { isQuestion: true, allowFailure: true })
  ).ok;
  const committed = hasHead ? await changedPaths(root, base, await resolveTree(root, 'HEAD')) : [];
  for (const { path, status: kind } of committed)
    changes.set(path, { path, status: kind === 'added' || kind === 'deleted' ? kind : 'modified' });
  for (const { path, index, worktree, kind } of await status(root)) {
    const isGone = worktree === 'D' || (index === 'D' && worktree === '.');
    const before = changes.get(path);
    const isNew = kind === 'untracked' || index === 'A';
    if (isGone && before?.status === 'added') changes.delete(path);
    else
      changes.set(path, {
        path,
        status: isGone ? 'deleted' : before?.status === 'added' || isNew ? 'added' : 'modified',
      });
  }
  return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
