import {
  changedPaths,
  commitsBetween,
  commitTree,
  git,
  resolveTree,
  takeSnapshot,
  updateRef,
  type Commit,
  type Identity,
  type Repository,
  type Snapshot,
} from '@cdev/git';
import { errors } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { snapshotRef } from '../run-names.ts';
import { buildTree } from './build-tree.ts';
import { putForeignBack } from './put-foreign-back.ts';
import { setChangesAside, setTipAside, type SetAside } from './set-aside.ts';
import type { Survey } from './survey-work.ts';

/**
 * `keep`: the branch holds the work already. `extend`: a commit on top of it. `replace`: one commit on the base takes the place of
 * commits that hold foreign changes, or that are no longer on the base.
 */
export type PreparedCommit =
  | { readonly kind: 'keep' }
  | { readonly kind: 'extend' | 'replace'; readonly tree: string; readonly parent: string };

export interface PrepareCommitOptions {
  readonly agentId: string;
  readonly message: string;
  /** One commit in the place of those there are. */
  readonly amend: boolean;
}

/** @throws CDEV_E_RUN_PATHS_COLLIDE when the allowed part cannot be told from the foreign one. */
export async function prepareCommit(survey: Survey, options: PrepareCommitOptions): Promise<PreparedCommit> {
  const { agentId, amend, message } = options;
  const { repository, work, allowed, pending, isOnBase, foreignCommitted, mayWrite } = survey;
  const isReplaced = !isOnBase || foreignCommitted.length > 0 || (amend && (await isToBeAmended(survey, message)));
  if (!isReplaced && pending.length === 0) return { kind: 'keep' };
  const parent = isReplaced ? work.base : work.tip;
  const tree = await buildTree(repository, parent, isReplaced ? allowed : pending);
  // A file of the agent's where a foreign folder stood, or the other way round, takes the foreign one away.
  const collisions = (await changedPaths(repository, work.base, tree)).filter(({ path }) => !mayWrite(path));
  if (collisions.length === 0) return { kind: isReplaced ? 'replace' : 'extend', tree, parent };
  const paths = collisions.map(({ path }) => path);
  throw errors.make('CDEV_E_RUN_PATHS_COLLIDE', { agent: agentId, paths: paths.join(', ') }, { details: { paths } });
}

/** False when all there is stands in one commit with this very message already, or nothing was committed yet. */
async function isToBeAmended({ repository, work, pending }: Survey, message: string): Promise<boolean> {
  const [first, ...more] = await commitsBetween(repository, work.base, work.tip);
  if (first === undefined) return false;
  return pending.length > 0 || more.length > 0 || messageOf(first) !== message.trim();
}

/** Whether the branch has this very commit as the only one of the agent; of `--amend` with hooks that write the message anew. */
export async function isMadeAlready(
  { repository, work, isOnBase, foreignCommitted }: Survey,
  { tree, message }: { readonly tree: string; readonly message: string },
): Promise<boolean> {
  if (!isOnBase || foreignCommitted.length > 0) return false;
  const [first, ...more] = await commitsBetween(repository, work.base, work.tip);
  if (first === undefined || more.length > 0 || messageOf(first) !== message.trim()) return false;
  return (await resolveTree(repository, work.tip)) === tree;
}

function messageOf({ subject, body }: Commit): string {
  return body === '' ? subject : `${subject}\n\n${body}`;
}

export interface ApplyCommitOptions {
  readonly prepared: PreparedCommit;
  readonly message: string;
  readonly author: Identity | undefined;
  readonly journal: Journal;
  readonly agentId: string;
}

export interface AppliedCommit {
  /** Where the branch stands. */
  readonly tip: string;
  readonly setAside: readonly SetAside[];
  /** Undefined when nothing was uncommitted. */
  readonly snapshot: Snapshot | undefined;
  /** Foreign paths that stay in the worktree. */
  readonly left: readonly string[];
}

/** Steps 1 to 5 of `commitWork`. */
export async function applyCommit(survey: Survey, options: ApplyCommitOptions): Promise<AppliedCommit> {
  const { prepared, journal, agentId } = options;
  const snapshot = await keepSnapshot(survey, journal, agentId);
  const setAside = [
    await setChangesAside(survey, journal, agentId),
    prepared.kind === 'replace' ? await setTipAside(survey, journal, agentId) : undefined,
  ].filter((aside) => aside !== undefined);
  const tip = await moveBranch(survey, options);
  const isClean = survey.foreign.length === 0 && prepared.kind !== 'replace';
  const left = isClean ? [] : await putForeignBack(survey, tip);
  await followBranch(survey.repository, prepared.kind !== 'keep');
  return { tip, setAside, snapshot, left };
}

/** Keeps the worktree as it is; the newest snapshot where it holds just this. */
export async function keepSnapshot(
  { repository }: Survey,
  journal: Journal,
  agentId: string,
): Promise<Snapshot | undefined> {
  const why = 'before its work was committed';
  const snapshot = await takeSnapshot(repository, {
    ref: snapshotRef(journal.planId, agentId),
    message: `Work of ${agentId} ${why}`,
  });
  const events = snapshot ? await journal.read() : [];
  if (snapshot && !events.some((event) => event.type === 'snapshot-taken' && event.ref === snapshot.ref))
    await journal.append({ type: 'snapshot-taken', agent: agentId, ref: snapshot.ref, commit: snapshot.commit, why });
  return snapshot;
}

async function moveBranch(survey: Survey, { prepared, message, author }: ApplyCommitOptions): Promise<string> {
  const { repository, work } = survey;
  if (prepared.kind === 'keep') return work.tip;
  const { kind, tree, parent } = prepared;
  // Nothing of the replaced commits is the agent's: the branch goes back to its base.
  const isEmpty = kind === 'replace' && tree === (await resolveTree(repository, work.base));
  const to = isEmpty
    ? work.base
    : await commitTree(repository, { tree, parents: [parent], message, author, sign: true });
  await updateRef(repository, {
    ref: `refs/heads/${work.branch}`,
    to,
    from: work.tip,
    reason: `commit: ${message.split('\n')[0]}`,
  });
  return to;
}

/** The index comes to what the branch has, files stay as they are. Also after a kill between the branch's move and this. */
async function followBranch(repository: Repository, hasMoved: boolean): Promise<void> {
  const question = { isQuestion: true, allowFailure: true };
  const isEqual = async (): Promise<boolean> =>
    (await git(repository, ['diff-index', '--cached', '--quiet', 'HEAD', '--'], question)).exitCode === 0;
  if (!hasMoved && (await isEqual())) return;
  await git(repository, ['reset', '--mixed', '--quiet', '--no-recurse-submodules'], { hooks: false });
}
