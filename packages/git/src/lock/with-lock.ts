export interface LockOptions {
  /** For messages: what is locked, such as `the journal of plan eng-1`. */
  readonly what: string;
  /** Milliseconds to wait for another holder. Default 60,000. */
  readonly waitLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
/**
 * Runs `action` while no other process, nor another call in this one, runs one under the same `lockFile` (a folder is made there).
 * A holder that died is succeeded. Not re-entrant.
 * @throws CDEV_E_GIT_LOCK_HELD naming the holder, CDEV_E_GIT_INTERRUPTED.
 */
export async function withLock<Result>(
  lockFile: string,
  options: LockOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  throw new Error('on its way');
}
