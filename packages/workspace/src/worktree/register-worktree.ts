import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import { withLock, writeFileAtomic, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import { addWorktree } from './add-worktree.ts';
import {
  findMetadata,
  readGitFile,
  readLinkedMetadata,
  removeMetadata,
  worktreesLock,
  type Metadata,
} from './metadata.ts';
import { markUnfilled } from './unfilled-mark.ts';

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
  const what = `making the worktree ${path}`;
  return withLock(worktreesLock(repository.commonDir), { what, waitLimit: 600_000, signal }, async () => {
    // Looking through all metadata takes longer the more there are, and for a new folder git finds out by itself.
    const isNew = (await lstat(path).catch(() => undefined)) === undefined;
    if (isNew && (await attemptAdd(registration))) return { gitDir: await mark(registration), outcome: 'created' };
    return registerWhatIsThere(registration);
  });
}

/** True when it was added; false when there was something after all. */
async function attemptAdd(registration: Registration): Promise<boolean> {
  try {
    return (await addWorktree(registration)) === 'added';
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) throw error;
    // Somebody without our lock is at work: another tool, or a git that outlives the process that started it. It takes milliseconds.
    await pause(300);
    return false;
  }
}

async function registerWhatIsThere(registration: Registration): Promise<Registered> {
  const { repository, path } = registration;
  const metadata = await findMetadata(repository.commonDir, path);
  if (metadata?.isWhole) return relink(registration, metadata);
  const isLeftOver = await clear(registration, metadata);
  await addWorktree(registration);
  return { gitDir: await mark(registration), outcome: isLeftOver ? 'repaired' : 'created' };
}

async function mark({ repository, path }: Registration): Promise<string> {
  const made = await readLinkedMetadata(repository.commonDir, path);
  if (!made) throw inTheWay(path, 'not to be found among the worktrees after git made it');
  await markUnfilled(made.folder);
  return made.folder;
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
  const isOwnLink =
    link === undefined
      ? metadata !== undefined && (await isEmptyFile(join(path, '.git')))
      : dirname(link) === join(repository.commonDir, 'worktrees');
  const others = (names ?? []).filter((name) => !(name === '.git' && isOwnLink));
  if (others.length > 0) {
    const cutOff = 'a worktree whose creation was cut off after files had been written';
    throw inTheWay(path, metadata || isOwnLink ? cutOff : 'a folder with other content');
  }
  if (isOwnLink) await rm(join(path, '.git'));
  if (metadata) await removeMetadata(metadata);
  return isOwnLink || metadata !== undefined;
}

/** As a kill leaves the file between its making and its writing. */
async function isEmptyFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true && found.size === 0;
}

export function inTheWay(path: string, found: string): Error {
  return errors.make('CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY', { path, found });
}
