import { isCdevError } from '@cdev/core/errors';
import { git } from '@cdev/git';

const lockFiles = ['pnpm-lock.yaml', 'package-lock.json', 'yarn.lock', 'bun.lock'];
const most = 200;

/** Commits since a day that changed what is locked: a day and the subject. None outside of a repository. */
export async function lockUpdates(
  root: string,
  since: string,
  { env, signal }: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal },
): Promise<readonly { readonly day: string; readonly text: string }[]> {
  const words = ['log', '--no-merges', `--max-count=${most}`, '--format=%cd%x09%h %s', '--date=format-local:%Y-%m-%d'];
  try {
    const { stdout } = await git(root, [...words, `--since=${since}T00:00:00Z`, '--', ...lockFiles], {
      env: { ...env, TZ: 'UTC' },
      signal,
      isQuestion: true,
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ day: line.slice(0, 10), text: line.slice(11) }));
  } catch (error) {
    if (isCdevError(error) && !signal.aborted) return [];
    throw error;
  }
}
