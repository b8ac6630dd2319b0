import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import {
  git,
  gitErrors,
  isAncestor,
  listWorktrees,
  resolveCommit,
  updateRef,
  type ChangedPath,
  type Repository,
} from '@cdev/git';
import { errors } from '../errors.ts';
import { pathsInTheWay, type WorktreeMove } from './paths-in-the-way.ts';

export interface MoveBranchOptions {
  readonly repository: Repository;
  /** Short name. */
  readonly branch: string;
  /** Full ids; the branch must be at `from`, and `to` must contain it. `from` undefined: the branch is made. */
  readonly from: string | undefined;
  readonly to: string;
  /** For the reflog. */
  readonly reason: string;
}

export interface MovedBranch {
  /** Where it is checked out; undefined when nowhere. */
  readonly worktree: string | undefined;
  /** `already`: it was there. */
  readonly outcome: 'moved' | 'already';
}

/**
 * Moves a branch forward, by compare-and-swap. Where it is checked out, the files there follow and keep every uncommitted change; when one
 * is in the way nothing moves. Run again after a kill half way it goes on.
 * @throws CDEV_E_GIT_REF_MOVED, CDEV_E_MERGE_NOT_FAST_FORWARD, CDEV_E_MERGE_WOULD_OVERWRITE, CDEV_E_MERGE_WORKTREE_BUSY
 */
export async function moveBranch(options: MoveBranchOptions): Promise<MovedBranch> {
  const { repository, branch, from, to, reason } = options;
  const ref = `refs/heads/${branch}`;
  const worktree = await worktreeOf(repository, branch);
  const current = await resolveCommit(repository, ref);
  if (current === to) return { worktree, outcome: 'already' };
  if (current !== from) throw refMoved(ref, from, current);
  if (from !== undefined && !(await isAncestor(repository, from, to)))
    throw errors.make('CDEV_E_MERGE_NOT_FAST_FORWARD', { branch, from, to });
  if (worktree === undefined || from === undefined) await updateRef(repository, { ref, to, from, reason });
  else await moveWithFiles({ ...options, from, worktree });
  return { worktree, outcome: 'moved' };
}

/**
 * The files that moving the branch would overwrite where it is checked out; nothing when it is checked out nowhere.
 * @throws CDEV_E_MERGE_WOULD_OVERWRITE
 */
export async function assertMovable(
  repository: Repository,
  { branch, from, to }: { readonly branch: string; readonly from: string; readonly to: string },
): Promise<void> {
  const worktree = await worktreeOf(repository, branch);
  if (worktree !== undefined) await refuseToOverwrite({ branch, worktree, from, to });
}

/** The working tree in which the branch is checked out; undefined when nowhere. */
export async function worktreeOf(repository: Repository, branch: string): Promise<string | undefined> {
  const worktrees = await listWorktrees(repository);
  return worktrees.find((one) => one.branch === branch && !one.isBare && one.prunable === undefined)?.path;
}

type Following = WorktreeMove & Pick<MoveBranchOptions, 'branch' | 'reason'>;

async function refuseToOverwrite(move: Omit<Following, 'reason'>): Promise<readonly ChangedPath[]> {
  const { unsaved, arrived } = await pathsInTheWay(move);
  if (unsaved.length === 0) return arrived;
  const more = unsaved.length > 10 ? ` and ${unsaved.length - 10} more` : '';
  const { branch, worktree } = move;
  const parameters = { branch, worktree, paths: unsaved.slice(0, 10).join(', ') + more };
  throw errors.make('CDEV_E_MERGE_WOULD_OVERWRITE', parameters, { details: { branch, worktree, paths: unsaved } });
}

async function moveWithFiles(move: Following): Promise<void> {
  const arrived = await refuseToOverwrite(move);
  await stageArrived(move.worktree, arrived);
  for (let attempt = 1; ; attempt += 1) {
    const failure = await fastForward(move);
    const current = await resolveCommit(move.worktree, `refs/heads/${move.branch}`);
    if (current === move.to) return;
    if (current !== move.from) throw refMoved(`refs/heads/${move.branch}`, move.from, current);
    const isLocked = /index\.lock|cannot lock ref/.test(failure);
    if (!isLocked || attempt === 5) throw busy(move, failure);
    // Another git is at work there, such as an editor that looks at the state.
    await pause(200 * attempt);
  }
}

/** What git's fast-forward does, without what the user's settings could add to it. @returns what it said when it failed. */
async function fastForward({ worktree, to, reason }: Following): Promise<string> {
  const plain = ['--ff-only', '--no-overwrite-ignore', '--no-verify-signatures', '--no-autostash', '--no-squash'];
  const { ok, stderr, stdout } = await git(worktree, ['merge', '--quiet', '--no-stat', ...plain, to], {
    allowFailure: true,
    env: { GIT_REFLOG_ACTION: reason },
  });
  return ok ? '' : stderr.trim() || stdout.trim();
}

/** git refuses to go over files that differ from its index, so the index is told of those that are where they belong already. */
async function stageArrived(worktree: string, arrived: readonly ChangedPath[]): Promise<void> {
  if (arrived.length === 0) return;
  const input = arrived
    .map(({ path, mode, oid }) => (oid === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${oid}\t${path}\0`))
    .join('');
  await git(worktree, ['update-index', '-z', '--add', '--replace', '--index-info'], { input });
}

function refMoved(ref: string, expected: string | undefined, found: string | undefined): Error {
  return gitErrors.make('CDEV_E_GIT_REF_MOVED', { ref, expected: expected ?? 'nothing', found: found ?? 'nothing' });
}

function busy({ branch, worktree }: Following, failure: string): Error {
  const reason = failure.split('\n')[0] || 'git merge --ff-only did not say why';
  return errors.make('CDEV_E_MERGE_WORKTREE_BUSY', { branch, worktree, reason }, { details: { output: failure } });
}

/** True for the errors that say: the branch is elsewhere by now, start again from there. */
export function isMovedMeanwhile(error: unknown): boolean {
  return isCdevError(error, 'CDEV_E_GIT_REF_MOVED') || isCdevError(error, 'CDEV_E_MERGE_NOT_FAST_FORWARD');
}
