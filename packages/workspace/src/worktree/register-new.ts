import { mkdirSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readRefs, withLock, type Repository } from '@cdev/git';
import { createBranches } from './create-branches.ts';
import { worktreesLock } from './metadata.ts';
import { writeMetadata } from './write-metadata.ts';

export interface NewWorktree {
  /** Canonical. */
  readonly path: string;
  readonly branch: string;
  /** Full id. */
  readonly start: string;
}

/**
 * Makes those known to git of which neither folder nor branch is there, all of them by one git process. Returns the git directory of each by
 * its path; what is left out needs git's own judgement, one by one. For repositories with the plain layout alone.
 */
export async function registerNew(
  repository: Repository,
  worktrees: readonly NewWorktree[],
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const { commonDir } = repository;
  const lock = {
    what: `making ${worktrees.length} ${worktrees.length === 1 ? 'worktree' : 'worktrees'}`,
    waitLimit: 600_000,
    signal,
  };
  return withLock(worktreesLock(commonDir), lock, async () => {
    const fresh = await withoutPresent(commonDir, worktrees);
    const made = new Map<string, string>();
    if (!(await createBranches(repository, fresh))) return made;
    for (const { path, branch } of fresh) {
      mkdirSync(dirname(path), { recursive: true });
      made.set(path, writeMetadata({ commonDir, path, head: { ref: `refs/heads/${branch}` } }));
    }
    return made;
  });
}

/** Those of which neither folder nor branch is there. Only under the lock nobody of ours makes them meanwhile. */
export async function withoutPresent<One extends Pick<NewWorktree, 'path' | 'branch'>>(
  commonDir: string,
  worktrees: readonly One[],
): Promise<One[]> {
  const branches = await readRefs(commonDir, { names: worktrees.map(({ branch }) => `refs/heads/${branch}`) });
  const absent: One[] = [];
  for (const one of worktrees) {
    const isThere = await lstat(one.path).catch(() => undefined);
    if (!isThere && !branches.has(`refs/heads/${one.branch}`)) absent.push(one);
  }
  return absent;
}
