import { formatDuration } from '@cdev/core/cli';
import { availableParallelism } from 'node:os';
import { checkCacheOf, checkLoad, type Check, type CheckLoad } from '@cdev/project-checks';
import type { Integration } from '../integration.ts';
import { pastBreaks } from './past-breaks.ts';
import { chanceOfBreak, chooseMode, slotsFor, type ChosenMode } from './queue-mode.ts';
import type { SeenBreaks } from './run-batches.ts';

/** How so many candidates are gone through, with all that this rests on. */
export interface QueueChoice extends ChosenMode {
  /** Candidates whose outcome is open. */
  readonly left: number;
  /** The chance that one of them breaks the checks, and what it rests on: candidates of this and earlier integrations. */
  readonly chance: number;
  readonly seen: SeenBreaks;
  readonly cores: number;
  /** Of a test run; absent before the first. */
  readonly load?: CheckLoad;
  /** Test runs at once that were asked for at most. */
  readonly atMost?: number;
}

/** Milliseconds below which a test run is over before another worktree is ready for the next. */
const worthwhile = 1000;

interface QueueTests {
  /** What the tree of the whole queue has to pass. */
  readonly checks: readonly Check[];
  /** Test runs at once, at most. */
  readonly atMost: number | undefined;
}

/** Chooses anew whenever it is asked: runs meanwhile have told more of what they cost and of who breaks. */
export async function queueChooser(
  { repository, plan }: Pick<Integration, 'repository' | 'plan'>,
  { checks, atMost }: QueueTests,
): Promise<(left: number, seen: SeenBreaks) => Promise<QueueChoice>> {
  const past = await pastBreaks(repository.commonDir, plan.id);
  const cores = availableParallelism();
  return async (left, now) => {
    const seen = { broken: past.broken + now.broken, passed: past.passed + now.passed };
    const chance = chanceOfBreak(seen);
    const load = await checkLoad(checkCacheOf(repository, ''), checks);
    const fit = load === undefined ? 1 : fitting(cores, load);
    const slots = Math.max(1, Math.min(fit, atMost ?? fit, left));
    return {
      ...chooseMode({ count: left, chance, slots }),
      left,
      chance,
      seen,
      cores,
      ...(load !== undefined && { load }),
      ...(atMost !== undefined && { atMost }),
    };
  };
}

function fitting(cores: number, { busy, wall }: CheckLoad): number {
  return wall < worthwhile ? 1 : slotsFor({ cores, busy });
}

/** Why so many at once, in words. */
export function atOnceReason({ slots, cores, load, atMost, left }: QueueChoice): string {
  if (load === undefined) return '1 at once: no run of these checks has been measured yet';
  const measured = `a run keeps ${load.busy.toFixed(1)} of ${cores} cores busy`;
  const fit = fitting(cores, load);
  if (slots === atMost && slots < fit) return `${slots} at once, as asked for; ${measured}`;
  if (slots < fit) return `${slots} at once: there are no more than ${left}, and ${measured}`;
  if (load.wall < worthwhile)
    return `1 at once: a run takes ${formatDuration(load.wall)}, too short to share the machine`;
  return `${slots} at once: ${measured}`;
}
