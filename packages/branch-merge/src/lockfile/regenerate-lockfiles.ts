import { readFile } from 'node:fs/promises';
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
 * machine when that is enough. @returns the id of the tree with them.
 * @throws CDEV_E_MERGE_LOCKFILE_FAILED
 */
export async function regenerateLockfiles(options: RegenerateLockfilesOptions): Promise<string> {
  const changes: TreeChange[] = [];
  for (const { path, regenerate, ours } of options.lockfiles) {
    if (regenerate === undefined) continue;
    await regenerateOne(options, path, regenerate);
    const content = await readFile(join(options.worktree, path));
    if (parses(path, content.toString('utf8')) === false)
      throw failed(path, regenerate, 'What it wrote does not parse');
    changes.push({ path, content, mode: ours?.mode });
  }
  return replaceInTree(options.worktree, options.tree, changes);
}

const offline: Readonly<Record<string, readonly string[]>> = {
  npm: ['--offline'],
  pnpm: ['--offline'],
};

async function regenerateOne(
  { worktree, env, signal }: RegenerateLockfilesOptions,
  path: string,
  regenerate: RegenerateCommand,
): Promise<void> {
  const { command, args } = regenerate;
  const settings = { cwd: dirname(join(worktree, path)), env, signal, timeLimit: 300_000, allowFailure: true };
  try {
    const extra = offline[command];
    if (extra && (await run(command, [...args, ...extra], settings)).ok) return;
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
