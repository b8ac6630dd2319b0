import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { fillPool, readPool } from '@cdev/workspace';
import type { SpawnRun } from '../open-run.ts';
import { poolFolder } from './pool-folder.ts';

export interface RefillOptions {
  /** How many were taken from it just now. */
  readonly taken: number;
  /** Full id: whose files they have. */
  readonly base: string;
  readonly worktrees: string | undefined;
}

export interface Refill {
  /** Leaves what is not done to the next call that fills it; resolves when nothing is written any more. */
  readonly end: () => Promise<void>;
}

/**
 * Makes again what agents have taken from the pool, while they work: as many as there were, one after the other, and no longer than this run. Nobody
 * waits for it, and nobody's run fails by it.
 */
export function refillPool(run: SpawnRun, { taken, base, worktrees }: RefillOptions, context: Context): Refill {
  const ending = new AbortController();
  const refilled = taken === 0 ? Promise.resolve() : refill();
  return {
    end: async () => {
      ending.abort();
      await refilled;
    },
  };

  async function refill(): Promise<void> {
    const { repository, root } = run;
    const signal = AbortSignal.any([context.signal, ending.signal]);
    try {
      const { length: left } = await readPool(repository.commonDir);
      const folder = poolFolder(root, worktrees);
      await fillPool({ repository, folder, size: left + taken, start: base, workers: 1, signal });
      context.log.info('The pool of worktrees was refilled', { made: taken });
    } catch (error) {
      if (signal.aborted) return;
      const reason = isCdevError(error) ? error.message : String(error);
      context.progress.note(`The pool of worktrees was not refilled: ${reason}`);
    }
  }
}
