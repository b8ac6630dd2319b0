import { explainStopped, type FoundConflicts } from '@cdev/branch-merge';
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
  const sides = await sidesOf(worktree, operation);
  const found = await explain({ worktree, operation, conflicts, ...sides });
  return { kind: 'stopped', operation, worktree, repository, conflicts, found, ...sides };
}

type Stopped = Pick<StoppedSubject, 'worktree' | 'operation' | 'conflicts' | 'heads'>;

/** All but a merge bring the change of one commit; a revert brings it backwards. */
async function explain({ worktree, operation, conflicts, heads }: Stopped): Promise<FoundConflicts> {
  const { ours, theirs } = heads;
  if (operation === 'other' || ours === '' || theirs === '') return { conflicts };
  if (operation === 'merge') return explainStopped(worktree, conflicts, { ours, theirs });
  const parent = await resolveCommit(worktree, `${theirs}^`);
  if (parent === undefined) return { conflicts };
  const commits = operation === 'revert' ? { ours, theirs: parent, base: theirs } : { ours, theirs, base: parent };
  return explainStopped(worktree, conflicts, commits);
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
