import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git, status, type Repository } from '@cdev/git';
import { copyIndex, type IndexEnvironment } from './temporary-index.ts';

/** A worktree's files as they are now. */
export interface CapturedWorktree {
  /** Object id of the tree: tracked and untracked files; of ignored ones only those that are promised. */
  readonly tree: string;
  /** Folders that are untracked repositories of their own; the tree holds nothing of them. */
  readonly repositories: readonly string[];
  /** Paths that a merge left unmerged in the index. */
  readonly unmerged: readonly string[];
}

export interface CaptureOptions {
  /** Names the index that takes what is captured. */
  readonly env: IndexEnvironment;
  /** Exact paths that count also when they are ignored. */
  readonly promised: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Captures the worktree in an index of its own. Contents go into the object database; index, files and refs stay untouched. */
export async function captureWorktree(
  repository: Repository,
  { env, promised, signal }: CaptureOptions,
): Promise<CapturedWorktree> {
  const entries = await status(repository, { signal });
  const repositories = entries
    .filter((entry) => entry.kind === 'untracked' && entry.isRepository)
    .map(({ path }) => path);
  const unmerged = entries.filter(({ kind }) => kind === 'unmerged').map(({ path }) => path);
  const found = await presentAmong(repository, promised, repositories);
  await copyIndex(repository, env);
  const pathspecs = [':/', ...repositories.map((path) => `:(top,exclude,literal)${path}`)];
  await add(repository, { env, signal, pathspecs });
  if (found.length > 0)
    await add(repository, { env, signal, force: true, pathspecs: found.map((path) => `:(top,literal)${path}`) });
  const tree = (await git(repository, ['write-tree'], { env, signal, isQuestion: true })).stdout.trim();
  return { tree, repositories, unmerged };
}

interface Adding {
  readonly env: IndexEnvironment;
  readonly pathspecs: readonly string[];
  readonly force?: boolean;
  readonly signal?: AbortSignal | undefined;
}

async function add(repository: Repository, { env, pathspecs, force = false, signal }: Adding): Promise<void> {
  const settings = ['-c', 'core.safecrlf=false', '-c', 'core.splitIndex=false', '-c', 'advice.addEmbeddedRepo=false'];
  const options = ['--all', '--sparse', ...(force ? ['--force'] : []), '--pathspec-from-file=-', '--pathspec-file-nul'];
  const input = pathspecs.map((pathspec) => `${pathspec}\0`).join('');
  await git(repository, [...settings, 'add', ...options], { env, input, signal, hooks: false, isQuestion: true });
}

/** Promised files that are there and that git can add: not folders, not behind a link, not in a repository of their own. */
async function presentAmong(
  { top = '' }: Repository,
  paths: readonly string[],
  repositories: readonly string[],
): Promise<readonly string[]> {
  const root = await realpath(top);
  const present = await Promise.all(
    paths.map(async (path) => {
      const found = await lstat(join(top, path)).catch(() => undefined);
      if (!found || found.isDirectory() || repositories.some((folder) => path.startsWith(`${folder}/`))) return [];
      return (await realpath(dirname(join(top, path)))) === dirname(join(root, path)) ? [path] : [];
    }),
  );
  return present.flat();
}
