import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripControl } from '@cdev/core/log';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { replaceInTree, type TreeChange } from '@cdev/git';
import { parses, type RegenerateCommand } from '@cdev/structured-merge';
import type { OpenConflict } from '../conflict/open-conflict.ts';
import { errors } from '../errors.ts';

export interface RegenerateLockfilesOptions {
  /** A working tree whose files are exactly those of `tree`; its lock files are overwritten. */
  readonly worktree: string;
  /** `draft` of a merge. */
  readonly tree: string;
  /** Those of the merge that are of kind `lockfile`. */
  readonly lockfiles: readonly OpenConflict[];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Has each lock file written anew by its package manager from the merged manifests, without running scripts of packages; from what is on this
 * machine when that is enough. When one cannot be written all are as they were. @returns the id of the tree with them.
 * @throws CDEV_E_MERGE_LOCKFILE_FAILED
 */
export async function regenerateLockfiles(options: RegenerateLockfilesOptions): Promise<string> {
  const { worktree, tree } = options;
  const files = options.lockfiles.map(({ path }) => join(worktree, path));
  const before = await Promise.all(files.map((file) => readFile(file).catch(() => undefined)));
  try {
    return await replaceInTree(worktree, tree, await regenerateAll(options));
  } catch (error) {
    for (const [at, file] of files.entries())
      await (before[at] === undefined ? rm(file, { force: true }) : writeFile(file, before[at]));
    throw error;
  }
}

/** A lock file as its package manager has written it. */
export interface NewLockfile extends TreeChange {
  readonly content: Buffer;
}

/**
 * The same in any folder that holds the files of the merge.
 * @throws CDEV_E_MERGE_LOCKFILE_FAILED
 */
export async function regenerateAll(options: Omit<RegenerateLockfilesOptions, 'tree'>): Promise<NewLockfile[]> {
  const changes: NewLockfile[] = [];
  for (const { path, regenerate, ours } of options.lockfiles) {
    if (regenerate === undefined) continue;
    await regenerateOne(options, path, regenerate);
    const content = await readFile(join(options.worktree, path)).catch(() => undefined);
    if (content === undefined) throw failed(path, regenerate, 'It wrote no such file');
    if (parses(path, content.toString('utf8')) === false)
      throw failed(path, regenerate, 'What it wrote does not parse');
    changes.push({ path, content, mode: ours?.mode });
  }
  return changes;
}

async function regenerateOne(
  { worktree, env, signal }: Omit<RegenerateLockfilesOptions, 'tree'>,
  path: string,
  regenerate: RegenerateCommand,
): Promise<void> {
  const { command, args, offline } = regenerate;
  const own = { ...env, ...regenerate.env };
  const settings = { cwd: dirname(join(worktree, path)), env: own, signal, timeLimit: 300_000, allowFailure: true };
  try {
    const alone = { ...settings, env: { ...own, ...offline?.env } };
    if (offline && (await run(command, [...args, ...(offline.args ?? [])], alone)).ok) return;
    const { ok, stdout, stderr } = await run(command, args, settings);
    if (!ok) throw failed(path, regenerate, lastLines(`${stdout}\n${stderr}`));
  } catch (cause) {
    if (!isCdevError(cause, 'CDEV_E_SUBPROCESS_NOT_STARTED')) throw cause;
    throw failed(path, regenerate, cause.message);
  }
}

function failed(path: string, { command, args }: RegenerateCommand, output: string): Error {
  return errors.make('CDEV_E_MERGE_LOCKFILE_FAILED', { path, command: [command, ...args].join(' '), output });
}

function lastLines(output: string): string {
  return stripControl(output).trim().split('\n').slice(-10).join('\n');
}
