import { realpathSync } from 'node:fs';
import { basename, isAbsolute, relative, sep } from 'node:path';
import type { RunResult } from '@cdev/core/subprocess';
import { discoverRepository } from './discover-repository.ts';
import { errors } from './errors.ts';
import { git } from './git.ts';
import { requireGit } from './git-version.ts';

export interface Repository {
  /** The working tree's top folder; undefined in a bare repository. */
  readonly top: string | undefined;
  /** This working tree's own git directory: HEAD and index are in it. Absolute. */
  readonly gitDir: string;
  /** The git directory that all worktrees have in common: refs and objects are in it. Absolute. */
  readonly commonDir: string;
  readonly isBare: boolean;
  readonly isLinkedWorktree: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Git finds it only where it is named (`openNamedRepository`): every git of ours names it then. */
  readonly isNamed?: true | undefined;
}

const questions = [
  'rev-parse',
  '--path-format=absolute',
  '--git-dir',
  '--git-common-dir',
  '--is-bare-repository',
  '--show-object-format',
  // Last, because it fails where there is no working tree.
  '--show-toplevel',
];

export interface OpenRepositoryOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether a git that is missing, or too old, is refused even where the repository is known without it. Default true. `false` spares a process: for what only
   * reads, and has somebody wait for it.
   */
  readonly checksVersion?: boolean | undefined;
}

/**
 * The repository that `cwd` is in.
 * @throws CDEV_E_GIT_NOT_A_REPOSITORY, CDEV_E_GIT_DUBIOUS_OWNERSHIP, CDEV_E_GIT_MISSING, CDEV_E_GIT_TOO_OLD, CDEV_E_GIT_FOLDER_MISSING.
 */
export async function openRepository(
  cwd: string,
  { signal, checksVersion = true }: OpenRepositoryOptions = {},
): Promise<Repository> {
  const discovered = signal?.aborted === true ? undefined : discoverRepository(cwd);
  if (discovered !== undefined) {
    if (checksVersion) await requireGit(cwd);
    return discovered;
  }
  // Asked at the same time: a hook waits for nothing twice. What an older git makes of the question is not looked at.
  const answered = git(cwd, questions, { isQuestion: true, signal, allowFailure: true });
  const [version, question] = await Promise.allSettled([checksVersion ? requireGit(cwd) : undefined, answered]);
  if (version.status === 'rejected') throw version.reason;
  if (question.status === 'rejected') throw question.reason;
  const answer = question.value;
  const repository = parseAnswer(answer);
  if (repository !== undefined) return repository;
  if (!checksVersion) await requireGit(cwd);
  // The same question again, so that the failure is told apart in one place.
  await git(cwd, ['rev-parse', '--git-dir'], { isQuestion: true, signal });
  throw errors.make('CDEV_E_GIT_OUTPUT_UNREADABLE', { command: answer.command, reason: 'too few lines' });
}

/**
 * The repository that GIT_DIR and GIT_WORK_TREE name (git(1)), as a git that was given `--git-dir` and `--work-tree` tells its hooks: the way to keep a home
 * folder under version control. For a folder that is in no other repository.
 * @param env - what this program was started with.
 * @returns undefined where none is named, where the folder is not in its work tree, or where the name is what a hook of another repository left behind.
 */
export async function openNamedRepository(
  cwd: string,
  { env, signal }: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal?: AbortSignal },
): Promise<Repository | undefined> {
  const { GIT_DIR, GIT_WORK_TREE } = env;
  if (!GIT_DIR) return undefined;
  const named = { GIT_DIR, GIT_WORK_TREE: GIT_WORK_TREE || undefined };
  const repository = parseAnswer(
    await git(cwd, questions, { env: named, isQuestion: true, signal, allowFailure: true }),
  );
  if (repository?.top === undefined) return undefined;
  // Without a work tree that is named or set, git takes any folder for it: also one that a hook of an ordinary repository works in.
  const isOrdinary = repository.isLinkedWorktree || basename(repository.gitDir) === '.git';
  if (isOrdinary && named.GIT_WORK_TREE === undefined) return undefined;
  const inside = relative(repository.top, realpathSync.native(cwd));
  return inside.split(sep)[0] === '..' || isAbsolute(inside) ? undefined : { ...repository, isNamed: true };
}

function parseAnswer({ ok, stdoutBytes }: RunResult): Repository | undefined {
  const [gitDir, commonDir, isBare, objectFormat, top] = stdoutBytes.toString('utf8').split('\n');
  if (gitDir === undefined || commonDir === undefined || objectFormat === undefined) return undefined;
  return {
    top: ok && top ? top : undefined,
    gitDir,
    commonDir,
    isBare: isBare === 'true',
    isLinkedWorktree: gitDir !== commonDir,
    objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
  };
}
