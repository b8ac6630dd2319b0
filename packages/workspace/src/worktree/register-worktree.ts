import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { git, resolveCommit, withLock, writeFileAtomic, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import { findMetadata, readGitFile, removeMetadata, worktreesLock, type Metadata } from './metadata.ts';
import { markUnfilled } from './filling.ts';

export interface Registration {
  readonly repository: Repository;
  /** Canonical. */
  readonly path: string;
  readonly branch: string;
  readonly start: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Registered {
  /** The worktree's own git directory. */
  readonly gitDir: string;
  readonly outcome: 'created' | 'repaired' | 'kept';
}

/**
 * Makes the worktree known to git, with its branch and without files, one at a time on this repository: `git worktree add` races with
 * itself. What is there already is used, what is broken is mended; nothing is removed but what git itself left half-made.
 */
export async function registerWorktree(registration: Registration): Promise<Registered> {
  const { repository, signal, path } = registration;
  const lock = worktreesLock(repository.commonDir);
  return withLock(lock, { what: `making the worktree ${path}`, waitLimit: 600_000, signal }, async () => {
    const metadata = await findMetadata(repository.commonDir, path);
    if (metadata?.isWhole) return relink(registration, metadata);
    const isLeftOver = await clear(registration, metadata);
    await add(registration);
    const made = await findMetadata(repository.commonDir, path);
    if (!made) throw inTheWay(path, 'not to be found among the worktrees after git made it');
    await markUnfilled(made.folder);
    return { gitDir: made.folder, outcome: isLeftOver ? 'repaired' : 'created' };
  });
}

/** Connects folder and metadata where the folder, or the file `.git` in it, is missing. */
async function relink({ path, branch }: Registration, metadata: Metadata): Promise<Registered> {
  const { folder } = metadata;
  if (metadata.branch !== branch) throw inTheWay(path, `a worktree of ${metadata.branch ?? 'no branch (detached)'}`);
  if ((await readGitFile(path)) === folder) return { gitDir: folder, outcome: 'kept' };
  const found = await lstat(join(path, '.git')).catch(() => undefined);
  if (found) throw inTheWay(path, found.isDirectory() ? 'a repository of its own' : 'a worktree of another repository');
  await mkdir(path, { recursive: true });
  await writeFileAtomic(join(path, '.git'), `gitdir: ${folder}\n`);
  return { gitDir: folder, outcome: 'repaired' };
}

/** Makes room for a new worktree: true when something half-made was there. Whatever holds a file of anybody's is in the way. */
async function clear({ repository, path }: Registration, metadata: Metadata | undefined): Promise<boolean> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw inTheWay(path, 'a file');
  });
  const link = names && (await readGitFile(path));
  const isOwnLink = link !== undefined && dirname(link) === join(repository.commonDir, 'worktrees');
  const others = (names ?? []).filter((name) => !(name === '.git' && isOwnLink));
  if (others.length > 0) {
    const cutOff = 'a worktree whose creation was cut off after files had been written';
    throw inTheWay(path, metadata || isOwnLink ? cutOff : 'a folder with other content');
  }
  if (isOwnLink) await rm(join(path, '.git'));
  if (metadata) await removeMetadata(metadata);
  return isOwnLink || metadata !== undefined;
}

async function add({ repository, path, branch, start, signal }: Registration): Promise<void> {
  const exists = (await resolveCommit(repository, `refs/heads/${branch}`)) !== undefined;
  // Without files: they are written by many at once, outside the lock. Without tracking: that writes the common configuration.
  const target = exists ? [path, branch] : ['--no-track', '-b', branch, path, start];
  try {
    await git(repository, ['worktree', 'add', '--no-checkout', ...target], { hooks: false, signal });
  } catch (error) {
    throw branchElsewhere(error, branch) ?? error;
  }
}

function branchElsewhere(error: unknown, branch: string): Error | undefined {
  if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) return undefined;
  const path = /is already (?:checked out|used by worktree) at '(.+)'/.exec(error.message)?.[1];
  return path === undefined
    ? undefined
    : errors.make('CDEV_E_WORKSPACE_BRANCH_ELSEWHERE', { branch, path }, { cause: error });
}

export function inTheWay(path: string, found: string): Error {
  return errors.make('CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY', { path, found });
}
