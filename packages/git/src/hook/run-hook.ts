import { run, type RunResult } from '@cdev/core/subprocess';
import type { Identity } from '../commit-tree.ts';
import { folderOf, git, inheritedGitVariables } from '../git.ts';
import { namelessOr } from '../no-identity.ts';
import type { Repository } from '../repository.ts';

export interface HookCall {
  readonly name: string;
  readonly args?: readonly string[] | undefined;
  /** The index that is committed. */
  readonly index: string;
  /** `GIT_AUTHOR_*`, see `authorVariables`. */
  readonly author?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds; what the hook has started is ended with it. */
  readonly timeLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What it prints, as it comes, redacted. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Runs a hook as `git commit` does: git finds it and sets its surroundings (GIT_DIR, GIT_PREFIX), GIT_INDEX_FILE names what is committed, no editor opens
 * (GIT_EDITOR is `:`). One that is not there has passed. It does not outlive this process, and what it leaves running is ended with it.
 * @throws CDEV_E_SUBPROCESS_CANCELLED
 */
export async function runHook(repository: Repository, call: HookCall): Promise<RunResult> {
  const { name, args = [], index, author, timeLimit, signal, onLine } = call;
  return run('git', ['hook', 'run', '--ignore-missing', name, ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: folderOf(repository),
    // The user's own locale, and nothing that says a git of ours is at work: what a hook does with git is judged like anybody's.
    env: { ...inheritedGitVariables, CDEV_OWN_GIT: undefined, GIT_EDITOR: ':', ...author, GIT_INDEX_FILE: index },
    signal,
    timeLimit,
    allowFailure: true,
    leftBehind: 'end',
    maxOutput: 1_000_000,
    ...(onLine && { onLine: (line: string) => onLine(line) }),
  });
}

/** What `git commit` tells its hooks of the author. @throws CDEV_E_GIT_NO_IDENTITY */
export async function authorVariables(
  repository: Repository,
  author: Identity | undefined,
): Promise<Readonly<Record<string, string>>> {
  const given = author ? { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email } : {};
  try {
    const { stdoutBytes } = await git(repository, ['var', 'GIT_AUTHOR_IDENT'], { isQuestion: true, env: given });
    const [, name = '', email = '', time = '', zone = ''] =
      /^(.*) <(.*)> (\d+) ([+-]\d+)$/.exec(stdoutBytes.toString('utf8').trim()) ?? [];
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${time} ${zone}` };
  } catch (error) {
    throw namelessOr(error);
  }
}
