import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  commitsBetween,
  git,
  isAncestor,
  nextRef,
  resolveCommit,
  resolveTree,
  status,
  takeSnapshot,
  updateRef,
  type Repository,
  type Snapshot,
  type StatusEntry,
} from '@cdev/git';
import { errors } from '../errors.ts';

export interface WorkToSave {
  readonly repository: Repository;
  readonly path: string;
  readonly gitDir: string;
  readonly head: string | undefined;
  readonly containedIn?: string | undefined;
  readonly snapshotRef?: string | undefined;
  /** A removal had begun, so that files are missing. */
  readonly isCutOff: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps what would be lost with the folder; undefined when nothing would be.
 * @throws CDEV_E_WORKSPACE_UNSAVED_WORK when there is something and no ref to keep it on, or when no snapshot can hold it.
 */
export async function saveWork(work: WorkToSave): Promise<Snapshot | undefined> {
  const { path, snapshotRef, head, signal } = work;
  const all = await status(path, { signal });
  const changes = work.isCutOff ? all.filter((change) => !isRemoval(change)) : all;
  await refuseWhatNoSnapshotHolds(work, changes);
  const unsaved = changes.length > 0 ? `uncommitted changes: ${nameSome(changes)}` : await nameUncontained(work);
  if (unsaved === undefined) return undefined;
  if (snapshotRef === undefined) throw errors.make('CDEV_E_WORKSPACE_UNSAVED_WORK', { path, what: unsaved });
  const message = `Kept from ${path} before its removal`;
  const snapshot = changes.length > 0 ? await takeSnapshot(path, { ref: snapshotRef, message, signal }) : undefined;
  return snapshot ?? (head === undefined ? undefined : keepCommits(work, head, snapshotRef));
}

function isRemoval({ kind, index, worktree }: StatusEntry): boolean {
  return kind === 'tracked' && worktree === 'D' && index === '.';
}

/** A repository inside has a history of its own, which goes with its folder. */
async function refuseWhatNoSnapshotHolds(work: WorkToSave, changes: readonly StatusEntry[]): Promise<void> {
  const { path, gitDir } = work;
  const nested: string[] = [];
  for (const { path: inner, isRepository } of changes)
    if (isRepository && (await resolveCommit(join(path, inner), 'HEAD').catch(() => undefined))) nested.push(inner);
  const hasSubmodules = await stat(join(gitDir, 'modules')).then(
    () => true,
    () => false,
  );
  const what =
    nested.length > 0
      ? `repositories of their own in it: ${nested.join(', ')}`
      : hasSubmodules
        ? 'submodules'
        : undefined;
  if (what !== undefined) throw errors.make('CDEV_E_WORKSPACE_UNSAVED_WORK', { path, what });
}

/** In words, when HEAD is not contained where it should be. A branch keeps its own commits, so without `containedIn` only a detached HEAD can be loose. */
async function nameUncontained({ repository, head, containedIn }: WorkToSave): Promise<string | undefined> {
  if (head === undefined) return undefined;
  if (containedIn === undefined) {
    const args = ['for-each-ref', '--count=1', `--contains=${head}`];
    return (await git(repository, args, { isQuestion: true })).stdout === ''
      ? 'commits that are on no branch'
      : undefined;
  }
  if (await isAncestor(repository, head, containedIn)) return undefined;
  const count = (await commitsBetween(repository, containedIn, head)).length;
  return `${count} ${count === 1 ? 'commit that is' : 'commits that are'} not in ${containedIn}`;
}

/** On a ref of that name or prefix that has them already, as after a removal that was cut off, or on a new one. */
async function keepCommits({ repository }: WorkToSave, head: string, ref: string): Promise<Snapshot> {
  const args = ['for-each-ref', '--count=1', `--contains=${head}`, '--format=%(objectname) %(refname)', ref];
  const [commit = '', kept = ''] = (await git(repository, args, { isQuestion: true })).stdout.trim().split(' ');
  if (kept !== '') return { commit, tree: await resolveTree(repository, commit), ref: kept, nested: [] };
  const name = ref.endsWith('/') ? await nextRef(repository, ref) : ref;
  await updateRef(repository, {
    ref: name,
    to: head,
    from: undefined,
    reason: 'Kept before the removal of a worktree',
  });
  return { commit: head, tree: await resolveTree(repository, head), ref: name, nested: [] };
}

function nameSome(changes: readonly StatusEntry[]): string {
  const more = changes.length > 5 ? ` and ${changes.length - 5} more` : '';
  return (
    changes
      .slice(0, 5)
      .map(({ path }) => path)
      .join(', ') + more
  );
}
