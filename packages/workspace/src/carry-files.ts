import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { Log } from '@cdev/core/log';
import { askFields, ignoredPaths } from '@cdev/git';
import { errors } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';

export interface CarryOptions {
  /** Top of the main working tree, with links followed. */
  readonly from: string;
  /** Top of the worktree, with links followed. */
  readonly to: string;
  /** In gitignore syntax, beside `.env*` and the lines of `.worktreeinclude`. */
  readonly patterns: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly log: Log;
}

/** Files only: a folder of that name is a Python environment, which does not work in another place. */
const always = ['.env*', '!.env*/'];

/**
 * Copies files that git ignores, so does not bring along, and gives their paths, sorted. Never one that git would show in the worktree as
 * new: it could be a secret, and an agent could commit it. What is there already is left.
 */
export async function carryFiles({ from, to, patterns, signal, log }: CarryOptions): Promise<string[]> {
  const wanted = [...always, ...(await readIncluded(from)), ...patterns];
  const found = await matching(from, wanted, signal);
  const reachable: string[] = [];
  for (const path of found.filter(isCarried)) if (!(await isBeyondLink(to, path))) reachable.push(path);
  const ignored = await ignoredPaths(from, reachable, { signal });
  const safe = await ignoredPaths(to, [...ignored], { signal });
  for (const path of ignored)
    if (!safe.has(path)) log.warn('Not copied, because the worktree does not ignore it', { path });
  const copied: string[] = [];
  await forEachLimited([...safe], 8, async (path) => {
    if (signal?.aborted) throw errors.make('CDEV_E_WORKSPACE_INTERRUPTED', { what: `copying files to ${to}` });
    if (await carryOne(from, to, path)) copied.push(path);
  });
  return copied.sort((a, b) => (a < b ? -1 : 1));
}

async function readIncluded(top: string): Promise<string[]> {
  const text = await readFile(join(top, '.worktreeinclude'), 'utf8').catch(() => '');
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** git itself does the matching, so that the patterns mean what they mean in `.gitignore`. */
async function matching(top: string, patterns: readonly string[], signal: AbortSignal | undefined): Promise<string[]> {
  const excludes = patterns.map((pattern) => `--exclude=${pattern}`);
  return askFields(top, ['ls-files', '-z', '--others', '--ignored', ...excludes], { signal });
}

/** Dependencies have a step of their own; a repository inside is named with a slash; an agent's context is its own. */
function isCarried(path: string): boolean {
  return !path.endsWith('/') && !path.split('/').includes('node_modules') && !path.startsWith('.cdev/');
}

/** A linked folder in the worktree may lead out of it. */
async function isBeyondLink(top: string, path: string): Promise<boolean> {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const found = await lstat(join(top, folder)).catch(() => undefined);
    if (found && !found.isDirectory()) return true;
  }
  return false;
}

async function carryOne(from: string, to: string, path: string): Promise<boolean> {
  const [source, target] = [join(from, path), join(to, path)];
  if (await lstat(target).catch(() => undefined)) return false;
  await mkdir(dirname(target), { recursive: true });
  const draft = join(dirname(target), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    const isLink = (await lstat(source)).isSymbolicLink();
    await (isLink ? copyLink(source, draft, { from, to }) : copyFile(source, draft, constants.COPYFILE_FICLONE));
    await rename(draft, target);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

async function copyLink(
  source: string,
  target: string,
  tops: { readonly from: string; readonly to: string },
): Promise<void> {
  const destination = await readlink(source);
  const isMoved = isAbsolute(destination) && isInside(tops.from, destination);
  await symlink(isMoved ? join(tops.to, relative(tops.from, destination)) : destination, target);
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
