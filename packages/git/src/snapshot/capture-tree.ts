import { copyFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from '../ask.ts';
import { knownRepository } from '../discover-repository.ts';
import { git, type GitPlace } from '../git.ts';
import { status, type StatusEntry } from '../status.ts';

/** Loose objects are not flushed to disk by default, and a snapshot that a power cut empties is none. */
export const durable = ['-c', 'core.fsync=all', '-c', 'core.fsyncMethod=batch'] as const;

type Environment = Readonly<Record<string, string>>;

/** What an index of its own captured of a working tree. */
export interface CapturedTree {
  /** Names the index. */
  readonly env: Environment;
  readonly tree: string;
  /** Tree of what was staged, when some of it was changed again afterwards; undefined when it is unmerged and can be none. */
  readonly staged: string | undefined;
}

export interface CaptureOptions {
  /** Where the index is put. */
  readonly folder: string;
  /** What `status` says of the working tree. */
  readonly changes: readonly StatusEntry[];
  readonly signal?: AbortSignal | undefined;
}

/** The working tree's files as a tree, untracked ones included and ignored ones not, by a copy of the index. */
export async function captureTree(worktree: GitPlace, options: CaptureOptions): Promise<CapturedTree> {
  const { folder, changes } = options;
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  await copyIndex(worktree, env.GIT_INDEX_FILE);
  const isStagedTwice = changes.some(
    ({ index, worktree, kind }) => kind === 'tracked' && index !== '.' && worktree !== '.',
  );
  const isUnmerged = changes.some(({ kind }) => kind === 'unmerged');
  const staged = isStagedTwice && !isUnmerged ? await writeTree(worktree, env) : undefined;
  const tree = await capture(worktree, { ...options, env });
  return { env, tree, staged };
}

/**
 * git compares a file's time with that of the index to know whether it has to look at the content. A copy that is newer than its original
 * would hide a change made in the same instant, so it is made older.
 */
async function copyIndex(worktree: GitPlace, copy: string): Promise<void> {
  const known = knownRepository(worktree);
  const index = known
    ? join(known.gitDir, 'index')
    : (await ask(worktree, ['rev-parse', '--path-format=absolute', '--git-path', 'index'])).trimEnd();
  const found = await stat(index).catch(() => undefined);
  if (found === undefined) return;
  await copyFile(index, copy);
  const time = (Math.floor(found.mtimeMs) - 1) / 1000;
  await utimes(copy, time, time);
}

async function capture(place: GitPlace, options: CaptureOptions & { readonly env: Environment }): Promise<string> {
  const { env, changes, signal } = options;
  const nested = changes.filter(({ kind, isRepository }) => kind === 'untracked' && isRepository);
  const hollow = await hollowSubmodules(place, options);
  const settings = ['-c', 'core.safecrlf=false', '-c', 'core.splitIndex=false', '-c', 'advice.addEmbeddedRepo=false'];
  const pathspecs = [':/', ...[...nested, ...hollow].map(({ path }) => `:(top,exclude,literal)${path}`)];
  const input = pathspecs.map((pathspec) => `${pathspec}\0`).join('');
  const from = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  await git(place, [...durable, ...settings, 'add', '--all', '--sparse', ...from], {
    env,
    input,
    signal,
    hooks: false,
    isQuestion: true,
  });
  const asHeadHasThem = hollow.map(({ path }) => `:(top,literal)${path}`);
  if (hollow.length > 0)
    await git(place, ['reset', '--quiet', 'HEAD', '--', ...asHeadHasThem], { env, hooks: false, isQuestion: true });
  for (const { path } of nested) await addNested(place, { ...options, path });
  return writeTree(place, env);
}

/** Submodules in conflict that are not checked out: git can neither add them nor write a tree with them, and they hold nothing to keep. */
async function hollowSubmodules(
  place: GitPlace,
  { changes, env }: CaptureOptions & { readonly env: Environment },
): Promise<readonly StatusEntry[]> {
  const submodules = changes.filter(({ kind, isRepository }) => kind === 'unmerged' && isRepository);
  if (submodules.length === 0) return [];
  const top = (await ask(place, ['rev-parse', '--show-toplevel'], { env })).trimEnd();
  const found = await Promise.all(submodules.map(({ path }) => stat(join(top, path, '.git')).catch(() => undefined)));
  return submodules.filter((_, at) => found[at] === undefined);
}

/**
 * Holds the files of a repository inside the working tree as ordinary files, where git would keep a bare pointer to its commit: its
 * folder is read as a working tree of this repository, with an empty index, and hung in at its path.
 */
async function addNested(
  place: GitPlace,
  { env, folder, path, signal }: CaptureOptions & { readonly env: Environment; readonly path: string },
): Promise<void> {
  const location = await ask(place, ['rev-parse', '--absolute-git-dir', '--show-toplevel'], { env });
  const [gitDir = '', top = ''] = location.split('\n');
  const inside = join(top, path);
  const index = join(folder, `nested-${(nestedCount += 1)}`);
  const nestedEnv = { GIT_DIR: gitDir, GIT_WORK_TREE: inside, GIT_INDEX_FILE: index };
  const changes = await status(inside, { env: nestedEnv, signal });
  const files = changes.filter(({ kind }) => kind === 'untracked');
  const tree = await capture(inside, { folder, changes: files, signal, env: nestedEnv });
  await git(place, ['read-tree', `--prefix=${path}/`, tree], { env, signal, isQuestion: true });
}

let nestedCount = 0;

async function writeTree(place: GitPlace, env: Environment): Promise<string> {
  const { stdout } = await git(place, [...durable, 'write-tree'], { env, isQuestion: true });
  return stdout.trim();
}
