import { statSync } from 'node:fs';
import { isCdevError } from '@cdev/core/errors';
import { run, type RunOptions, type RunResult } from '@cdev/core/subprocess';
import { errors } from './errors.ts';
import { failureOutput } from './failure-output.ts';
import type { Repository } from './repository.ts';

/** Where git works: a folder, or an opened repository (its top folder; the git directory when it is bare). */
export type GitPlace = string | Repository;

export interface GitOptions extends Pick<
  RunOptions,
  'env' | 'input' | 'signal' | 'timeLimit' | 'maxOutput' | 'onLine' | 'onStart' | 'secrets' | 'allowFailure'
> {
  /**
   * Takes no optional locks, so that it never gets in the way of an agent's own git. For commands that only read, or write nothing but
   * objects and an index of our own.
   */
  readonly isQuestion?: boolean | undefined;
  /** `false`: the repository's hooks do not run. Default: they run. */
  readonly hooks?: boolean | undefined;
}

/** What a surrounding git (a hook, `git rebase --exec`) leaves in the environment would send ours to another repository; `env` without it. */
export const inheritedGitVariables: Readonly<Record<string, undefined>> = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_PREFIX: undefined,
  GIT_NAMESPACE: undefined,
  GIT_EXTERNAL_DIFF: undefined,
  GIT_LITERAL_PATHSPECS: undefined,
  GIT_GLOB_PATHSPECS: undefined,
  GIT_NOGLOB_PATHSPECS: undefined,
  GIT_ICASE_PATHSPECS: undefined,
};

/** What every git of ours has in its environment. */
export const ownGitVariables: Readonly<Record<string, string | undefined>> = {
  ...inheritedGitVariables,
  // For hooks of ours: this git was started by one of our own scripts, which judges by itself.
  CDEV_OWN_GIT: '1',
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: ':',
};

export const withoutHooks = ['-c', 'core.hooksPath=/dev/null'];

/**
 * Runs the native git: messages in English, no prompt, no editor. Machine-readable output is in `stdoutBytes`; `stdout` is redacted.
 * @throws CDEV_E_SUBPROCESS_FAILED (unless `allowFailure`), CDEV_E_GIT_MISSING, _FOLDER_MISSING, _NOT_A_REPOSITORY, _DUBIOUS_OWNERSHIP,
 * _NOT_FETCHED, _BROKEN_OBJECT, CDEV_E_SUBPROCESS_CANCELLED.
 */
export async function git(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<RunResult> {
  const { isQuestion = false, hooks = true, env, ...rest } = options;
  const cwd = folderOf(place);
  const configuration = hooks ? [] : withoutHooks;
  try {
    return await run('git', [...configuration, ...args], {
      // Everything git answers is needed whole: a middle left out would be a silently shorter list.
      maxOutput: Number.MAX_SAFE_INTEGER,
      ...rest,
      cwd,
      lifetime: 'free',
      isRepeatable: isQuestion,
      env: { ...ownGitVariables, ...nameOf(place), ...(isQuestion && { GIT_OPTIONAL_LOCKS: '0' }), ...env },
    });
  } catch (error) {
    throw explain(cwd, error);
  }
}

/** The folder that stands for a place. */
export function folderOf(place: GitPlace): string {
  return typeof place === 'string' ? place : (place.top ?? place.gitDir);
}

function nameOf(place: GitPlace): Readonly<Record<string, string | undefined>> {
  if (typeof place === 'string' || place.isNamed !== true) return {};
  return { GIT_DIR: place.gitDir, GIT_WORK_TREE: place.top };
}

function explain(cwd: string, cause: unknown): unknown {
  if (isCdevError(cause, 'CDEV_E_SUBPROCESS_NOT_STARTED')) {
    return isFolder(cwd)
      ? errors.make('CDEV_E_GIT_MISSING', undefined, { cause })
      : errors.make('CDEV_E_GIT_FOLDER_MISSING', { folder: cwd }, { cause });
  }
  const output = failureOutput(cause);
  if (/^fatal: not a git repository/m.test(output))
    return errors.make('CDEV_E_GIT_NOT_A_REPOSITORY', { folder: cwd }, { cause });
  if (/^fatal: detected dubious ownership/m.test(output))
    return errors.make('CDEV_E_GIT_DUBIOUS_OWNERSHIP', { folder: cwd }, { cause });
  if (/^fatal: could not fetch [\da-f]+ from promisor remote/m.test(output))
    return errors.make('CDEV_E_GIT_NOT_FETCHED', { folder: cwd, reason: output.trim() }, { cause });
  const object = brokenObject.exec(output)?.slice(1).find(Boolean);
  return object === undefined ? cause : errors.make('CDEV_E_GIT_BROKEN_OBJECT', { folder: cwd, object }, { cause });
}

/** What git says of an object that it was led to and cannot read, with the object; what was asked for by a wrong name is none. */
const brokenObject =
  /^fatal: (?:(?:loose|packed) object ([\da-f]{40,}) \(stored in .*\) is corrupt|unable to read (?:tree |blob object )?\(?([\da-f]{40,})|bad tree object ([\da-f]{40,}))/m;

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
