import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { changedPaths, git, status, type ChangedPath, type StatusEntry } from '@cdev/git';

export interface WorktreeMove {
  /** The working tree's top folder. */
  readonly worktree: string;
  readonly from: string;
  readonly to: string;
}

export interface PathsInTheWay {
  /** They hold work that is in no commit and would be lost. */
  readonly unsaved: readonly string[];
  /** They differ from `from` because they are as `to` has them: what a move leaves behind that was killed half way. */
  readonly arrived: readonly ChangedPath[];
}

/** What of a working tree stands in the way of moving its branch, and what only seems to. Untracked and ignored files count too. */
export async function pathsInTheWay({ worktree, from, to }: WorktreeMove): Promise<PathsInTheWay> {
  const [changes, dirty] = await Promise.all([changedPaths(worktree, from, to), status(worktree)]);
  const suspects = [...touched(changes, dirty), ...(await ignoredInTheWay(worktree, changes, dirty))];
  const arrived: ChangedPath[] = [];
  const unsaved: string[] = [];
  for (const { path, entry } of suspects) {
    const change = changes.find((one) => one.path === path);
    if (change && !isStagedApart(entry) && (await isAt(worktree, change))) arrived.push(change);
    else unsaved.push(entry?.path ?? path);
  }
  return { unsaved: [...new Set(unsaved)].sort(), arrived };
}

interface Suspect {
  readonly path: string;
  readonly entry: StatusEntry | undefined;
}

/** Changes that meet uncommitted ones: the same path, or one a folder where the other is a file. */
function touched(changes: readonly ChangedPath[], dirty: readonly StatusEntry[]): Suspect[] {
  return dirty.flatMap((entry) =>
    changes
      .filter(({ path }) => path === entry.path || isInside(path, entry.path) || isInside(entry.path, path))
      .map(({ path }) => ({ path, entry })),
  );
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** git takes an ignored file for expendable, but its content may be nowhere else. */
async function ignoredInTheWay(
  worktree: string,
  changes: readonly ChangedPath[],
  dirty: readonly StatusEntry[],
): Promise<Suspect[]> {
  const known = new Set(dirty.map(({ path }) => path));
  const added = changes.filter(({ path, status: kind }) => kind === 'added' && !known.has(path));
  const present = await Promise.all(added.map(({ path }) => lstat(join(worktree, path)).catch(() => undefined)));
  return added.filter((_, at) => present[at] !== undefined).map(({ path }) => ({ path, entry: undefined }));
}

/** Staged in one form and changed again to another: the staged one is nowhere else. */
function isStagedApart(entry: StatusEntry | undefined): boolean {
  if (entry === undefined) return false;
  return entry.kind === 'unmerged' || (entry.kind === 'tracked' && entry.index !== '.' && entry.worktree !== '.');
}

async function isAt(worktree: string, { path, mode, oid }: ChangedPath): Promise<boolean> {
  const found = await lstat(join(worktree, path)).catch(() => undefined);
  if (found === undefined || oid === undefined) return found === undefined && oid === undefined;
  if (!found.isFile() || !mode.startsWith('100')) return false;
  const { ok, stdout } = await git(worktree, ['hash-object', '--', path], { isQuestion: true, allowFailure: true });
  return ok && stdout.trim() === oid;
}
