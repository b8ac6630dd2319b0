import { lstatSync, mkdtempSync, rmSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { isPartialClone, readGit } from '../git.ts';
import type { RepositoryPlace } from './repository-place.ts';

export interface ListedFile {
  readonly path: string;
  readonly size: number;
  readonly isLink: boolean;
  readonly blob?: string;
  readonly changedAt?: number;
}

export interface Listed {
  /** Regular files and links, in no order. */
  readonly files: readonly ListedFile[];
  /** Folders that are repositories of their own. */
  readonly repositories: readonly string[];
}

type Signal = AbortSignal | undefined;

export async function listFiles(place: RepositoryPlace, signal: Signal): Promise<Listed> {
  if (place.commit !== undefined) return listCommit(place.root, place.commit, signal);
  const paths = place.isRepository ? await listWorkTree(place.root, signal) : await listFolder(place.root, signal);
  return lookAtEach(place.root, paths, signal);
}

async function listCommit(root: string, commit: string, signal: Signal): Promise<Listed> {
  // To tell a size git needs the content, which a partial clone would have to fetch.
  const long = (await isPartialClone(root, signal)) ? [] : ['-l'];
  const args = ['ls-tree', '-r', '-z', '--full-tree'];
  const output =
    (await readGit(root, [...args, ...long, commit], { signal })) ??
    (await readGit(root, [...args, commit], { signal }));
  const files: ListedFile[] = [];
  const repositories: string[] = [];
  for (const entry of splitNul(output, root)) {
    const tab = entry.indexOf('\t');
    const path = entry.slice(tab + 1);
    const [mode = '', type, blob = '', size] = entry.slice(0, tab).split(/ +/);
    if (type === 'blob') files.push({ path, size: Number(size ?? 0) || 0, isLink: mode === '120000', blob });
    else repositories.push(path);
  }
  return { files, repositories };
}

async function listWorkTree(root: string, signal: Signal): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  return splitNul(await readGit(root, args, { signal }), root);
}

/** Git itself reads the ignore files of a folder that is in no repository, through an empty repository elsewhere. */
async function listFolder(root: string, signal: Signal): Promise<readonly string[]> {
  const empty = mkdtempSync(join(tmpdir(), 'cdev-empty-'));
  try {
    await readGit(root, ['init', '--quiet', '--bare', '--template=', empty], { signal });
    const place = [`--git-dir=${empty}`, `--work-tree=${root}`, '-c', 'core.bare=false'];
    const args = [...place, 'ls-files', '-z', '--others', '--exclude-standard', '--exclude=node_modules/'];
    return splitNul(await readGit(root, args, { signal }), root);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

function splitNul(output: Buffer | undefined, root: string): string[] {
  if (output === undefined)
    throw errors.make('CDEV_E_CODE_GRAPH_FOLDER_UNREADABLE', { folder: root, reason: 'git could not list it' });
  return output
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '');
}

const looksAtOnce = 1000;

/**
 * Drops what is not on disk (deleted, sparse); a folder is a submodule or another repository. Each look takes
 * microseconds, less than it takes to hand it to a thread and to be told of it.
 */
async function lookAtEach(root: string, paths: readonly string[], signal: Signal): Promise<Listed> {
  const files: ListedFile[] = [];
  const repositories: string[] = [];
  for (const [index, path] of paths.entries()) {
    if (index % looksAtOnce === looksAtOnce - 1) await turn(undefined, { signal });
    // Not joined: git's paths need no cleaning, which takes as long as the look.
    const look = lookAt(`${root}/${path}`);
    if (look?.isFile() || look?.isSymbolicLink())
      files.push({ path, size: look.size, isLink: !look.isFile(), changedAt: look.ctimeMs });
    else if (look?.isDirectory()) repositories.push(path.replace(/\/$/, ''));
  }
  return { files, repositories };
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // A folder on the way is a file now, or may not be entered.
    return undefined;
  }
}
