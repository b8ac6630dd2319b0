import { git, promisorRemote } from '@cdev/git';

export interface GitOptions {
  readonly input?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a reading git command prints, as bytes; undefined when git reports failure. The user's configuration does not change what
 * is printed, and a partial clone does not fetch what it lacks.
 */
export async function readGit(
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer | undefined> {
  const { input, signal } = options;
  const result = await git(cwd, ['-c', 'log.showSignature=false', ...args], {
    input,
    signal,
    isQuestion: true,
    allowFailure: true,
    env: { GIT_NO_LAZY_FETCH: '1' },
  });
  return result.ok ? result.stdoutBytes : undefined;
}

/** The same as text without the last line end. */
export async function readGitLine(
  cwd: string,
  args: readonly string[],
  options?: GitOptions,
): Promise<string | undefined> {
  return (await readGit(cwd, args, options))?.toString('utf8').trimEnd();
}

/** True where contents may be missing until they are asked for; then no question should need more of them than it must. */
export async function isPartialClone(cwd: string, signal?: AbortSignal): Promise<boolean> {
  return (await promisorRemote(cwd, { signal })) !== undefined;
}
