import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository } from '@cdev/git';
import { unusable } from './journal.ts';

/** Where the runs of a project are kept: with its working tree's git directory, else in the home folder of the scripts. */
export interface RunPlace {
  /** A folder per pipeline, in it one per run. */
  readonly runs: string;
  readonly cache: string;
}

export async function runPlace({ cwd, home, signal }: Pick<Context, 'cwd' | 'home' | 'signal'>): Promise<RunPlace> {
  const placeIn = (folder: string): RunPlace => ({ runs: join(folder, 'runs'), cache: join(folder, 'cache') });
  try {
    const { gitDir } = await openRepository(cwd, { signal });
    return placeIn(join(gitDir, 'cdev/pipelines'));
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY') && !isCdevError(error, 'CDEV_E_GIT_MISSING')) throw error;
    return placeIn(join(home, 'pipelines', createHash('sha256').update(cwd).digest('hex').slice(0, 16)));
  }
}

/** The runs of a pipeline, the latest first. Their names are numbers that only grow. */
export async function listRuns(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => /^\d{6}$/.test(name))
    .sort()
    .reverse();
}

/** Makes the folder of the next run, and removes what is older than the last twenty. The caller holds the lock of the pipeline. */
export async function makeRun(folder: string): Promise<string> {
  const runs = await listRuns(folder);
  const name = String(Number(runs[0] ?? 0) + 1).padStart(6, '0');
  try {
    await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(join(folder, name), cause);
  }
  for (const old of runs.slice(19)) await rm(join(folder, old), { recursive: true, force: true });
  return name;
}
