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
  const [gitDir, commonDir, isBare, objectFormat, top] = answer.stdoutBytes.toString('utf8').split('\n');
  if (gitDir === undefined || commonDir === undefined || objectFormat === undefined) {
    if (!checksVersion) await requireGit(cwd);
    // The same question again, so that the failure is told apart in one place.
    await git(cwd, ['rev-parse', '--git-dir'], { isQuestion: true, signal });
    throw errors.make('CDEV_E_GIT_OUTPUT_UNREADABLE', { command: answer.command, reason: 'too few lines' });
  }
  return {
    top: answer.ok && top ? top : undefined,
    gitDir,
    commonDir,
    isBare: isBare === 'true',
    isLinkedWorktree: gitDir !== commonDir,
    objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
  };
}
