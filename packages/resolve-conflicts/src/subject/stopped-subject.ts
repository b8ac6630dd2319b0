import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { currentBranch, resolveCommit, type MergeConflict, type Repository } from '@cdev/git';
import type { StoppedOperation, StoppedSubject } from './subject.ts';

const marks: readonly (readonly [file: string, operation: StoppedOperation])[] = [
  // A rebase leaves CHERRY_PICK_HEAD behind too, so it is looked for first.
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
];

/** What stopped in the working tree, and how its two sides are called. */
export async function stoppedSubject(
  repository: Repository,
  conflicts: readonly MergeConflict[],
): Promise<StoppedSubject> {
  const worktree = repository.top ?? '';
  const operation = await operationIn(repository.gitDir);
  const labels = await labelsOf(worktree, operation);
  return { kind: 'stopped', operation, worktree, repository, conflicts, labels };
}

async function operationIn(gitDir: string): Promise<StoppedOperation> {
  for (const [file, operation] of marks) {
    const found = await stat(join(gitDir, file)).catch(() => undefined);
    if (found) return operation;
  }
  return 'other';
}

/** A rebase has the sides the other way round: ours is what it is rebased on. */
async function labelsOf(worktree: string, operation: StoppedOperation): Promise<StoppedSubject['labels']> {
  const branch = (await currentBranch(worktree)) ?? 'HEAD';
  const head: Readonly<Partial<Record<StoppedOperation, string>>> = {
    merge: 'MERGE_HEAD',
    rebase: 'REBASE_HEAD',
    'cherry-pick': 'CHERRY_PICK_HEAD',
    revert: 'REVERT_HEAD',
  };
  const name = head[operation];
  const commit = name === undefined ? undefined : await resolveCommit(worktree, name);
  const theirs = commit === undefined ? 'theirs' : commit.slice(0, 9);
  return operation === 'rebase' ? { ours: 'what it is rebased on', theirs } : { ours: branch, theirs };
}
