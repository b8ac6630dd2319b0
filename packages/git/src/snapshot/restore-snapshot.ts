import { changedPaths, type ChangedPath } from '../changed-paths.ts';
import { errors } from '../errors.ts';
import { failureOutput } from '../failure-output.ts';
import { folderOf, git, type GitPlace } from '../git.ts';
import { writeTree } from '../replace-in-tree.ts';
import { requireCommit, resolveCommit } from '../revision.ts';
import { status } from '../status.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { captureTree, type CapturedTree } from './capture-tree.ts';
import { findUncaptured } from './find-uncaptured.ts';
import { takeSnapshot, type Snapshot } from './take-snapshot.ts';

export interface RestoreSnapshotOptions {
  /** Only these paths or folders. Default: the whole tree. */
  readonly paths?: readonly string[] | undefined;
  /** Keep what is there on this ref first (as in `takeSnapshot`), and do not refuse. */
  readonly saveTo?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RestoredSnapshot {
  /** Paths written or removed, sorted. */
  readonly paths: readonly string[];
  readonly saved: Snapshot | undefined;
}

/**
 * Brings the working tree's files to those of `commit`; index and HEAD stay as they are.
 * @throws CDEV_E_GIT_WOULD_OVERWRITE when a path to be written has changes that are in no commit, or is an ignored file, which no
 * snapshot holds (nothing is written then); CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function restoreSnapshot(
  worktree: GitPlace,
  commit: string,
  options: RestoreSnapshotOptions = {},
): Promise<RestoredSnapshot> {
  const { saveTo, signal } = options;
  const wanted = await requireCommit(worktree, commit);
  const message = `Before restoring ${wanted}`;
  const saved = saveTo === undefined ? undefined : await takeSnapshot(worktree, { ref: saveTo, message, signal });
  return withTemporaryFolder(async (folder) => {
    const current = await captureTree(worktree, { folder, changes: await status(worktree, { signal }), signal });
    const all = await changedPaths(worktree, current.tree, wanted);
    const changes = all.filter(({ path }) => isWithin(path, options.paths));
    const unsaved = saveTo === undefined ? await unsavedAmong(worktree, current.tree, changes) : [];
    const inTheWay = [...unsaved, ...(await findUncaptured(worktree, current.tree, changes))];
    if (inTheWay.length > 0) throw wouldOverwrite(worktree, inTheWay);
    if (changes.length > 0) await apply(worktree, current, changes);
    return { paths: changes.map(({ path }) => path), saved };
  });
}

/** Paths whose content now is not that of HEAD. */
async function unsavedAmong(worktree: GitPlace, tree: string, changes: readonly ChangedPath[]): Promise<string[]> {
  const head = await resolveCommit(worktree, 'HEAD');
  const held = changes.filter(({ oldOid }) => oldOid !== undefined).map(({ path }) => path);
  if (head === undefined) return held;
  const unsaved = new Set((await changedPaths(worktree, head, tree)).map(({ path }) => path));
  return changes.map(({ path }) => path).filter((path) => unsaved.has(path));
}

/** A two-tree merge in the captured index: git itself then refuses to write over a file that has changed since it was captured. */
async function apply(worktree: GitPlace, { tree, env }: CapturedTree, changes: readonly ChangedPath[]): Promise<void> {
  const target = await withTemporaryFolder((folder) => writeTree(worktree, { folder, start: tree, entries: changes }));
  try {
    await git(worktree, ['read-tree', '-m', '-u', tree, target], { env, hooks: false });
  } catch (error) {
    const isRefused = /not uptodate|would be overwritten|would lose/i.test(failureOutput(error));
    if (!isRefused) throw error;
    throw wouldOverwrite(
      worktree,
      changes.map(({ path }) => path),
      error,
    );
  }
}

function wouldOverwrite(place: GitPlace, paths: readonly string[], cause?: unknown): Error {
  const worktree = folderOf(place);
  const more = paths.length > 10 ? ` and ${paths.length - 10} more` : '';
  const parameters = { worktree, paths: paths.slice(0, 10).join(', ') + more };
  return errors.make('CDEV_E_GIT_WOULD_OVERWRITE', parameters, { cause, details: { worktree, paths } });
}

function isWithin(path: string, places: readonly string[] | undefined): boolean {
  return places?.some((place) => path === place || path.startsWith(`${place.replace(/\/+$/, '')}/`)) ?? true;
}
