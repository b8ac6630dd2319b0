import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '@cdev/core/log';
import { isCdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import { copyFolder, isInPlace } from './copy-folder.ts';
import { findCopyMeans, type CopyMeans } from './copy-means.ts';
import { findDependencyFolders, withPlaceIn } from './find-dependency-folders.ts';
import { install } from './install.ts';
import { findPackageManager, hasSameLockFile, type PackageManager } from './package-manager.ts';
import { redirectLinks } from './redirect-links.ts';
import type { Unbuilt } from './unbuilt-packages.ts';

/**
 * `copy`: files of its own. `link`: hard links, which save time and space, but a file written in place changes in all places. `install`: by
 * the package manager. `auto`: the fastest that keeps worktrees apart.
 */
export type DependencyChoice = 'link' | 'copy' | 'install' | 'none' | 'auto';
export type DependencyManner = 'reflink' | 'hard-link' | 'copy' | 'install' | 'kept' | 'none';

export interface PreparedDependencies {
  readonly manner: DependencyManner;
  /** The folders that were filled, repository-relative, sorted. */
  readonly folders: readonly string[];
  /** Why this manner, or why none. */
  readonly reason: string;
  /** Present when the package manager installed packages without their build scripts: nobody has approved those. */
  readonly unbuilt?: Unbuilt | undefined;
  /** Milliseconds. */
  readonly duration: number;
}

export interface DependencyOptions {
  /** Top of the main working tree; undefined when the repository has none. */
  readonly from: string | undefined;
  /** Top of the worktree. */
  readonly to: string;
  readonly choice: DependencyChoice;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log: Log;
}

type Outcome = Omit<PreparedDependencies, 'duration'>;

/** @throws CDEV_E_WORKSPACE_NO_LOCK_FILE, CDEV_E_WORKSPACE_INSTALL_FAILED, CDEV_E_SUBPROCESS_TOOL_MISSING. */
export async function prepareDependencies(options: DependencyOptions): Promise<PreparedDependencies> {
  const started = performance.now();
  const outcome = await prepare(options);
  return { ...outcome, duration: performance.now() - started };
}

async function prepare(options: DependencyOptions): Promise<Outcome> {
  const { from, to, choice, signal } = options;
  if (choice === 'none') return { manner: 'none', folders: [], reason: 'not asked for' };
  const manager = await findPackageManager(to);
  if (choice === 'install') return installed(options, manager);
  if (from === undefined) return nothing('the repository has no main working tree to copy from');
  const folders = await withPlaceIn(to, await findDependencyFolders(from, signal));
  if (folders.length === 0) return nothing('the main working tree has no dependencies installed');
  const copied = await copyMissing({ ...options, from }, folders);
  if (!manager || (await hasSameLockFile(from, to, manager))) return copied;
  return choice === 'auto'
    ? bringUpToDate(options, manager, copied)
    : { ...copied, reason: `${copied.reason}; ${differs(manager)}` };
}

function nothing(reason: string): Outcome {
  return { manner: 'none', folders: [], reason };
}

async function installed(options: DependencyOptions, manager: PackageManager | undefined): Promise<Outcome> {
  if (!manager) throw errors.make('CDEV_E_WORKSPACE_NO_LOCK_FILE', { path: options.to });
  const unbuilt = await installBy(manager, options);
  const folders = await findDependencyFolders(options.to, options.signal);
  return { manner: 'install', folders, reason: `asked for; by ${manager.tool}`, unbuilt };
}

async function installBy(manager: PackageManager, options: DependencyOptions): Promise<Unbuilt | undefined> {
  const unbuilt = await install({ ...options, path: options.to, manager });
  if (unbuilt) options.log.warn('Build scripts that nobody has approved were not run', { ...unbuilt });
  return unbuilt;
}

async function copyMissing(
  options: DependencyOptions & { readonly from: string },
  folders: readonly string[],
): Promise<Outcome> {
  const { from, to, signal, log } = options;
  const missing: string[] = [];
  for (const folder of folders) if (!(await isInPlace(join(to, folder)))) missing.push(folder);
  const [first] = missing;
  if (first === undefined) return { manner: 'kept', folders: [], reason: 'the worktree has its own already' };
  const means = await findCopyMeans(join(from, first), to);
  const { manner, reason } = choose(options.choice, means);
  let made: DependencyManner = manner;
  log.info('Copying dependencies', { manner, reason, folders: missing.length });
  for (const folder of missing) {
    await mkdir(dirname(join(to, folder)), { recursive: true });
    const isHardLink = manner === 'hard-link';
    const isLinked = await copyFolder({ from: join(from, folder), to: join(to, folder), isHardLink, signal });
    if (isHardLink && !isLinked) made = 'copy';
    await redirectLinks(join(to, folder), { from, to });
  }
  return {
    manner: made,
    folders: missing,
    reason: made === manner ? reason : 'this system has no program that makes hard links of folders',
  };
}

function choose(
  choice: DependencyChoice,
  means: CopyMeans,
): { manner: 'reflink' | 'hard-link' | 'copy'; reason: string } {
  if (choice === 'link' && means.canHardLink) return { manner: 'hard-link', reason: 'asked for' };
  if (means.canReflink) return { manner: 'reflink', reason: 'copies share their blocks on this file system' };
  if (choice === 'link') return { manner: 'copy', reason: 'no hard links from one file system to another' };
  if (choice === 'auto' && means.canHardLink && means.isStoreLinked)
    return { manner: 'hard-link', reason: "the packages are hard links into the package manager's store already" };
  return {
    manner: 'copy',
    reason: choice === 'copy' ? 'asked for' : 'keeps worktrees apart, and nothing faster does here',
  };
}

/** What was copied is most of it; the package manager does the rest. Without it the copy is there all the same, and it is said what it is. */
async function bringUpToDate(options: DependencyOptions, manager: PackageManager, copied: Outcome): Promise<Outcome> {
  try {
    const unbuilt = await installBy(manager, options);
    return {
      manner: 'install',
      folders: copied.folders,
      unbuilt,
      reason: `${differs(manager)}, so ${manager.tool} installed on top of a copy`,
    };
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    options.log.warn('Dependencies may be those of another commit', { reason: error.message });
    return {
      ...copied,
      reason: `${copied.reason}; ${differs(manager)}, and ${manager.tool} could not install: ${error.code}`,
    };
  }
}

function differs({ lockFile }: PackageManager): string {
  return `${lockFile} differs from that of the main working tree`;
}
