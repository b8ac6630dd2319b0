import type { Context, Outcome } from '@cdev/core/cli';
import { listWorktrees, openRepository, requireCommit } from '@cdev/git';
import { fillPool, readPool, sweepPool, type PoolEntry } from '@cdev/workspace';
import { errors } from '../errors.ts';
import { diskUse } from './disk-use.ts';
import { poolFolder } from './pool-folder.ts';

export interface PoolOptions {
  /** How many are to stand ready; 0 for none, undefined to look only. */
  readonly size: number | undefined;
  readonly base: string;
  readonly worktrees: string | undefined;
  readonly isDryRun: boolean;
}

export interface PoolResult {
  readonly folder: string;
  /** Full id. */
  readonly base: string;
  readonly isDryRun: boolean;
  readonly entries: readonly PooledWorktree[];
  readonly made: number;
  readonly renewed: number;
  readonly removed: number;
  /** Milliseconds. */
  readonly duration: number;
}

export interface PooledWorktree extends Pick<PoolEntry, 'path' | 'commit' | 'state'> {
  /** It has the files of `base`. */
  readonly isCurrent: boolean;
  /** Bytes on disk; undefined where the system does not tell. */
  readonly bytes: number | undefined;
}

const mostReady = 200;

/**
 * The pool of worktrees as it is and, with a size, as it is to be. Not ok when somebody has changed something in one of them.
 * @throws CDEV_E_SPAWN_POOL_SIZE_INVALID, CDEV_E_WORKSPACE_POOL_LAYOUT
 */
export async function keepPool(options: PoolOptions, context: Context): Promise<Outcome<PoolResult>> {
  const { size, isDryRun } = options;
  if (size !== undefined && (!Number.isInteger(size) || size < 0 || size > mostReady))
    throw errors.make('CDEV_E_SPAWN_POOL_SIZE_INVALID', { value: String(size), most: String(mostReady) });
  const { signal, progress } = context;
  const started = performance.now();
  const repository = await openRepository(context.cwd, { signal });
  const base = await requireCommit(repository, options.base);
  const root = (await listWorktrees(repository))[0]?.path ?? repository.commonDir;
  const folder = poolFolder(root, options.worktrees);
  let done = { made: 0, renewed: 0, removed: 0 };
  if (size !== undefined && !isDryRun) {
    const task = progress.begin('pool');
    try {
      if (size === 0) done = { ...done, removed: (await sweepPool(repository, { size, signal })).removed };
      else {
        let ready = 0;
        const onReady = (): void => task.update(`${(ready += 1)} ready`);
        done = await fillPool({ repository, folder, size, start: base, signal, onReady });
      }
      task.done();
    } catch (error) {
      task.failed();
      throw error;
    }
  }
  const entries = await Promise.all(
    (await readPool(repository.commonDir)).map(async ({ path, commit, state }) => ({
      path,
      commit,
      state,
      isCurrent: commit === base,
      bytes: await diskUse(path),
    })),
  );
  const { made, renewed, removed } = done;
  const duration = Math.round(performance.now() - started);
  const result = { folder, base, isDryRun, entries, made, renewed, removed, duration };
  return { result, status: entries.some(({ state }) => state === 'spoilt') ? 'findings' : 'ok' };
}
