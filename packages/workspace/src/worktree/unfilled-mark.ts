import { writeFileSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isProcessAlive, processStartTime } from '@cdev/git';
import { errors } from '../errors.ts';

/** The file that says that the worktree has never been handed to anybody, so that files in it are half of a checkout and no work. */
export function markPath(gitDir: string): string {
  return join(gitDir, 'cdev-unfilled');
}

export async function markUnfilled(gitDir: string): Promise<void> {
  await writeFile(markPath(gitDir), '');
}

export async function markFilled(gitDir: string): Promise<void> {
  await rm(markPath(gitDir), { force: true });
}

export async function isUnfilled(gitDir: string): Promise<boolean> {
  return stat(markPath(gitDir)).then(
    () => true,
    () => false,
  );
}

/** Notes which git is at work. Synchronously: the note must be there before we can be killed. */
export function nameWriter(gitDir: string, pid: number): void {
  writeFileSync(markPath(gitDir), `${pid} ${processStartTime(pid)}`);
}

/**
 * Waits for a git that goes on after the process that started it was killed: two that write the same index take each other's lock file
 * away. @throws CDEV_E_WORKSPACE_INTERRUPTED.
 */
export async function writerGone({
  path,
  gitDir,
  signal,
}: {
  readonly path: string;
  readonly gitDir: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<void> {
  const [pid = '', startTime] = (await readFile(markPath(gitDir), 'utf8').catch(() => '')).split(' ');
  while (isProcessAlive(Number(pid), startTime)) {
    if (signal?.aborted)
      throw errors.make('CDEV_E_WORKSPACE_INTERRUPTED', { what: `waiting for ${path} to be filled` });
    await pause(20);
  }
}
