import { isCdevError } from '@cdev/core/errors';
import { git } from '@cdev/git';

export interface AskGitOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** The lines of git's answer, its local dates in UTC. None outside of a repository, or where git cannot answer. */
export async function askGit(
  root: string,
  words: readonly string[],
  { env, signal }: AskGitOptions,
): Promise<readonly string[]> {
  try {
    const { stdout } = await git(root, words, { env: { ...env, TZ: 'UTC' }, signal, isQuestion: true });
    return stdout.split('\n').filter((line) => line !== '');
  } catch (error) {
    if (isCdevError(error) && !signal.aborted) return [];
    throw error;
  }
}
