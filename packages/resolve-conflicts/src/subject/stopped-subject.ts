import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { currentBranch, listRefs, resolveCommit, type MergeConflict, type Repository } from '@cdev/git';
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
  return { kind: 'stopped', operation, worktree, repository, conflicts, ...(await sidesOf(worktree, operation)) };
}

async function operationIn(gitDir: string): Promise<StoppedOperation> {
  for (const [file, operation] of marks) {
    const found = await stat(join(gitDir, file)).catch(() => undefined);
    if (found) return operation;
  }
  return 'other';
}

/** A rebase has the sides the other way round: ours is what it is rebased on. */
async function sidesOf(
  worktree: string,
  operation: StoppedOperation,
): Promise<Pick<StoppedSubject, 'labels' | 'heads'>> {
  const name = headOf[operation];
  const [ours, theirs] = await Promise.all([
    resolveCommit(worktree, 'HEAD'),
    name === undefined ? undefined : resolveCommit(worktree, name),
  ]);
  const branches = await listRefs(worktree, 'refs/heads');
  const known = branches.find(({ oid }) => oid === theirs)?.name.slice('refs/heads/'.length);
  const label = known ?? theirs?.slice(0, 9) ?? 'theirs';
  const onto = operation === 'rebase' ? 'what it is rebased on' : ((await currentBranch(worktree)) ?? 'HEAD');
  return { labels: { ours: onto, theirs: label }, heads: { ours: ours ?? '', theirs: theirs ?? '' } };
}

const headOf: Readonly<Partial<Record<StoppedOperation, string>>> = {
  merge: 'MERGE_HEAD',
  rebase: 'REBASE_HEAD',
  'cherry-pick': 'CHERRY_PICK_HEAD',
  revert: 'REVERT_HEAD',
};
