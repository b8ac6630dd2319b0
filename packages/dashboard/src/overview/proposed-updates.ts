import { isCdevError } from '@cdev/core/errors';
import { git } from '@cdev/git';
import type { ProposedUpdate } from './overview.ts';

/** Branches of `cdev-update-dependencies` that are not in HEAD yet, by name. None outside of a repository. */
export async function proposedUpdates(
  root: string,
  { env, signal }: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal },
): Promise<readonly ProposedUpdate[]> {
  const format = '--format=%(refname:short)%09%(committerdate:format-local:%Y-%m-%d)%09%(contents:subject)';
  try {
    const { stdout } = await git(root, ['for-each-ref', '--no-merged=HEAD', format, 'refs/heads/cdev/update/'], {
      env: { ...env, TZ: 'UTC' },
      signal,
      isQuestion: true,
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [branch = '', day = '', ...words] = line.split('\t');
        return { branch, day, text: words.join(' ') };
      });
  } catch (error) {
    if (isCdevError(error) && !signal.aborted) return [];
    throw error;
  }
}
