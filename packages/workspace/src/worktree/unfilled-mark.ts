import { writeFileSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isProcessAlive, processStartTime } from '@cdev/git';
import { errors } from '../errors.ts';

/** Says that the worktree has never been handed to anybody, so that files in it are half of a checkout and no work. */
const mark = 'cdev-unfilled';

export async function markUnfilled(gitDir: string): Promise<void> {
  await writeFile(join(gitDir, mark), '');
}

export async function markFilled(gitDir: string): Promise<void> {
  await rm(join(gitDir, mark), { force: true });
}

export async function isUnfilled(gitDir: string): Promise<boolean> {
  return stat(join(gitDir, mark)).then(
    () => true,
    () => false,
  );
}

/** Notes which git is at work. Synchronously: the note must be there before we can be killed. */
export function nameWriter(gitDir: string, pid: number): void {
  writeFileSync(join(gitDir, mark), `${pid} ${processStartTime(pid)}`);
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
  const [pid = '', startTime] = (await readFile(join(gitDir, mark), 'utf8').catch(() => '')).split(' ');
  while (isProcessAlive(Number(pid), startTime)) {
    if (signal?.aborted)
      throw errors.make('CDEV_E_WORKSPACE_INTERRUPTED', { what: `waiting for ${path} to be filled` });
    await pause(20);
  }
}
