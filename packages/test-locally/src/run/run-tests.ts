import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { planProcesses, type PlannedProcess, type PlanOptions } from './plan-processes.ts';
import { createRecord, type Record } from './record.ts';
import { runProcess, type EndedProcess, type RunProcessOptions } from './run-process.ts';

export interface RunTestsOptions extends Pick<RunProcessOptions, 'coverage' | 'bail' | 'timeLimit'> {
  readonly plan: PlanOptions;
  /** How often the files of failed tests are run again. */
  readonly retry: number;
  readonly rounds: number;
  readonly untilFail: boolean;
  /** The seed of the first round; each further round takes the next number. */
  readonly seed?: number | undefined;
  /** Processes at a time. */
  readonly concurrency: number;
}

export interface TestsRun {
  readonly record: Record;
  readonly ended: readonly EndedProcess[];
  readonly rounds: number;
  readonly seeds: readonly number[];
}

/** Runs the planned processes, tries failed files again, and does so for as many rounds as asked. */
export async function runTests(options: RunTestsOptions, context: Context): Promise<TestsRun> {
  const { plan } = options;
  const scratch = await mkdtemp(join(tmpdir(), 'cdev-test-locally-'));
  const owners = new Map(plan.tests.map(({ path, package: owner }) => [path, owner.name]));
  const record = createRecord(plan.project.root, (path) => owners.get(path));
  const ended: EndedProcess[] = [];
  const seeds: number[] = [];
  let rounds = 0;
  try {
    while (rounds < options.rounds) {
      const seed = options.seed === undefined ? undefined : options.seed + rounds;
      if (seed !== undefined) seeds.push(seed);
      rounds += 1;
      if (options.rounds > 1) context.progress.note(`Round ${rounds} of ${options.rounds}`);
      const found = await runRound({ ...options, seed }, { record, scratch, round: rounds }, context);
      ended.push(...found);
      const hasFailed = found.some(({ problem }) => problem !== undefined) || record.failedFiles().length > 0;
      if (hasFailed && (options.untilFail || options.bail)) break;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { record, ended, rounds, seeds };
}

interface Round {
  readonly record: Record;
  readonly scratch: string;
  readonly round: number;
}

async function runRound(
  options: RunTestsOptions,
  { record, scratch, round }: Round,
  context: Context,
): Promise<EndedProcess[]> {
  const { plan, retry, concurrency } = options;
  const ended: EndedProcess[] = [];
  const runAll = async (processes: readonly PlannedProcess[], attempt: number): Promise<void> => {
    const settings = { ...options, root: plan.project.root, scratch, attempt };
    await eachLimited(processes, concurrency, async (planned) => {
      const one = await runProcess(planned, settings, context);
      ended.push(one);
      record.add(one, round);
    });
  };
  await runAll(planProcesses(plan), 1);
  for (let attempt = 2; attempt <= retry + 1; attempt += 1) {
    const failed = record.failedFiles();
    if (failed.length === 0) break;
    await runAll(planProcesses({ ...plan, files: failed }), attempt);
  }
  return ended;
}

async function eachLimited<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.max(1, limit) }, worker));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
