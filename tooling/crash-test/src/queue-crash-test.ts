/** `pnpm --filter @cdev/crash-test crash:queue`: kills the merge queue at every line of its journal, and compares the end. */
import { isDeepStrictEqual } from 'node:util';
import { crashQueue, type QueueCrash } from './queue-crash.ts';

const whole = await crashQueue({ every: 0 });
const lines = (whole.end['told'] as readonly string[]).length;
const trials: QueueCrash[] = [
  // At each line of the first process, then at the same of those after it, down to one line a process.
  ...Array.from({ length: lines }, (_, at) => ({ every: at + 1 })),
  ...[2, 3, 5].map((every) => ({ every, torn: true })),
  ...[1, 2, 3].map((every) => ({ every, atOnce: 3 })),
];
let [kills, faults] = [0, 0];
for (const trial of trials) {
  const crashed = await crashQueue(trial);
  const isParallel = (trial.atOnce ?? 1) > 1;
  // What runs at once with the one whose line it was is cut off, and journalled in the order in which it ended.
  const end = isParallel ? { ...crashed.end, told: whole.end['told'] } : crashed.end;
  const isSame = isDeepStrictEqual(end, whole.end);
  // A failure whose own line was torn is not known to have been one.
  const isOnce = isParallel || trial.torn === true || isDeepStrictEqual(crashed.tested, whole.tested);
  kills += crashed.kills;
  if (!isSame || !isOnce) faults += 1;
  const words = `${isSame ? 'same end' : `OTHER END ${JSON.stringify(crashed.end)}`}, ${isOnce ? (isParallel || trial.torn === true ? `${crashed.tested.length} tests` : 'no finished test again') : `TESTED ${crashed.tested.length} times, not ${whole.tested.length}`}`;
  process.stdout.write(`${JSON.stringify(trial)}  ${crashed.kills} kills: ${words}\n`);
}
process.stdout.write(
  faults === 0
    ? `${kills} kills at ${lines} lines: every end the same\n`
    : `${faults} of ${trials.length} ended otherwise\n`,
);
process.exitCode = faults === 0 ? 0 : 1;
