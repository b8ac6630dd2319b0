import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import { isGitFailure } from '@cdev/git';

export interface WithRemoteOptions {
  readonly signal: AbortSignal;
  /** Milliseconds for which it is tried. */
  readonly patience: number;
  /** Told the first time it fails. */
  readonly onWait?: ((reason: string) => void) | undefined;
}

/** Does something with the git remote, and does it again while only the remote is in the way. */
export async function withRemote<Result>(
  { signal, patience, onWait }: WithRemoteOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  const end = performance.now() + patience;
  for (let wait = 500; ; wait = Math.min(15_000, wait * 2)) {
    try {
      return await action();
    } catch (error) {
      if (!isAway(error) || signal.aborted || performance.now() + wait > end) throw error;
      if (wait === 500) onWait?.((error as Error).message.split('\n')[0] ?? '');
      await pause(wait, undefined, { signal }).catch(() => {});
    }
  }
}

/** Git failed: the remote is away, or refuses. Who was refused as another's says so by an error of its own. */
export function isAway(error: unknown): boolean {
  return isGitFailure(error) || isCdevError(error, 'CDEV_E_SUBPROCESS_TIMED_OUT');
}
