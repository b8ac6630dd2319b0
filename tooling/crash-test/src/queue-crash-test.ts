/**
 * `pnpm --filter @cdev/crash-test crash:queue [--workers 2] [--only imports]`: kills the merge queue at every line of its journal, whole and torn, once
 * and again and again, where one breaks the tests and where one imports what another took out, and compares the end. Goes through all trials whatever comes of one, so many at a time, each in a repository of its own.
 */
import { availableParallelism } from 'node:os';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { crashQueue, type CrashedQueue, type QueueCrash } from './queue-crash.ts';

const { values } = parseArgs({
  options: { workers: { type: 'string', default: String(availableParallelism()) }, only: { type: 'string' } },
  args: process.argv.slice(2).filter((word) => word !== '--'),
});
const started = performance.now();
const wholes = { tests: await crashQueue({}), imports: await crashQueue({ scene: 'imports' }) };
const own = (wholes.tests.end['told'] as readonly string[]).length;
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);
const all: readonly QueueCrash[] = [
  ...upTo(wholes.tests.lines).flatMap((at) => [{ at }, { at, torn: true }]),
  ...upTo(own - 1).map((every) => ({ every })),
  ...[2, 3, 5].map((every) => ({ every, torn: true })),
  ...[1, 2, 3].map((every) => ({ every, atOnce: 3 })),
  ...upTo(wholes.imports.lines).flatMap((at) => [
    { scene: 'imports' as const, at },
    { scene: 'imports' as const, at, torn: true },
  ]),
  { scene: 'imports', every: 1 },
];
const trials = all.filter(({ scene = 'tests' }) => values.only === undefined || values.only === scene);
for (const [scene, { lines, tested }] of Object.entries(wholes))
  process.stdout.write(`${scene} undisturbed: ${lines} lines, ${tested.length} test runs\n`);
let [kills, same] = [0, 0];
const left = trials.entries();
await Promise.all(Array.from({ length: Math.max(1, Number(values.workers)) }, work));
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
process.stdout.write(`${trials.length} trials, ${same} same end; ${kills} kills, ${minutes} min\n`);
process.exitCode = same === trials.length ? 0 : 1;

async function work(): Promise<void> {
  for (const [index, trial] of left) await tell(index + 1, trial);
}

async function tell(number: number, trial: QueueCrash): Promise<void> {
  const crashed = await crashQueue(trial).catch((error: unknown) => error as Error);
  const faults = crashed instanceof Error ? [crashed.message] : faultsOf(trial, crashed);
  if (faults.length === 0) same += 1;
  const count = crashed instanceof Error ? 0 : crashed.kills;
  kills += count;
  const words = faults.length === 0 ? `same end${testsOf(trial)}` : faults.join('; ');
  const name = JSON.stringify(trial).replaceAll(/[{}"]/g, '').replaceAll(':', ' ').replaceAll(',', ', ');
  process.stdout.write(
    `${String(number).padStart(3)}  ${name.padEnd(34)}  ${count} ${count === 1 ? 'kill ' : 'kills'}  ${words}\n`,
  );
}

function faultsOf(trial: QueueCrash, { end, tested, kills: killed }: CrashedQueue): string[] {
  const whole = wholes[trial.scene ?? 'tests'];
  // What runs at once with the one whose line it was is cut off, and journalled in the order in which it ended.
  const known = isParallel(trial) ? { ...end, told: whole.end['told'] } : end;
  const again = tested.filter((tree, at) => count(tested.slice(0, at + 1), tree) > count(whole.tested, tree));
  // Of what is cut off, and of a failure whose own line was torn, nobody knows that it had ended.
  const mayRepeat = isParallel(trial) ? tested.length : trial.torn === true ? killed : 0;
  return [
    ...(isDeepStrictEqual(known, whole.end) ? [] : [`OTHER END ${JSON.stringify(end)}`]),
    ...(again.length > mayRepeat ? [`TESTED AGAIN ${again.join(', ')}`] : []),
    ...(killed === 0 ? ['NOT KILLED'] : []),
  ];
}

function testsOf(trial: QueueCrash): string {
  return isParallel(trial) || trial.torn === true ? '' : ', no finished test again';
}

function isParallel({ atOnce = 1 }: QueueCrash): boolean {
  return atOnce > 1;
}

function count(trees: readonly string[], tree: string): number {
  return trees.filter((one) => one === tree).length;
}
