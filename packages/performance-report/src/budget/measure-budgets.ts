import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { median } from '@cdev/run-history';
import {
  budgetProblems,
  lastWords,
  makeSmokeFolder,
  overBudget,
  readBudget,
  readScriptCatalogue,
  selectScripts,
  smokeProblem,
  smokeWords,
  type Budget,
  type CatalogueScript,
} from '@cdev/script-catalogue';
import { errors } from '../errors.ts';
import { measuredRun, type MeasuredRun } from '../measured-run.ts';

export interface MeasureBudgetsOptions {
  /** Names, packages or bins; all that have a budget when empty. */
  readonly scripts: readonly string[];
  readonly rounds: number;
}

export interface BudgetMeasurement {
  readonly script: string;
  readonly version: string;
  readonly budget: Budget;
  readonly measured: Budget;
  /** What is over, in words. */
  readonly over: readonly string[];
  /** Why a limit could not be judged. */
  readonly notRun: readonly string[];
  /** In what it did not do its work; then nothing of it is judged. */
  readonly failure: string | undefined;
}

interface Place {
  readonly folder: string;
  readonly rounds: number;
  readonly context: Context;
}

/**
 * Starts scripts here and now and holds what that costs against their budgets: `--help` in turn with an empty program, and their smoke example. A busy neighbour
 * must not break a budget, so the start is of CPU, and of the smoke runs the fastest counts.
 * @throws CDEV_E_PERFORMANCE_NUMBER_INVALID, and those of the catalogue
 */
export async function measureBudgets(
  { scripts: names, rounds }: MeasureBudgetsOptions,
  context: Context,
): Promise<Outcome<readonly BudgetMeasurement[]>> {
  if (!Number.isInteger(rounds) || rounds < 1)
    throw errors.make('CDEV_E_PERFORMANCE_NUMBER_INVALID', { option: '--rounds', value: String(rounds), least: '1' });
  const chosen = selectScripts(await readScriptCatalogue({ cwd: context.cwd }), names);
  const scripts = names.length > 0 ? chosen : chosen.filter(({ metadata }) => metadata.budget !== undefined);
  const folder = await mkdtemp(join(tmpdir(), 'cdev-budgets-'));
  const result: BudgetMeasurement[] = [];
  try {
    // One after the other: two at once would measure each other.
    for (const script of scripts) {
      context.signal.throwIfAborted();
      const task = context.progress.begin(script.binName);
      const measured = await measure(script, { folder, rounds, context });
      result.push(measured);
      if (measured.failure === undefined) task.done();
      else task.failed();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return {
    result,
    status: result.some(({ over, failure }) => over.length > 0 || failure !== undefined) ? 'findings' : 'ok',
  };
}

async function measure(script: CatalogueScript, place: Place): Promise<BudgetMeasurement> {
  const { binName, version, metadata } = script;
  const budget = readBudget(metadata.budget);
  const problems = metadata.budget === undefined ? [] : budgetProblems(metadata.budget);
  const about = { script: binName, version, budget };
  const start = await measureStart(script, place);
  if (typeof start === 'string') return { ...about, measured: {}, over: [], notRun: problems, failure: start };
  const smoke = await measureSmoke(script, place);
  const measured = { start, ...(typeof smoke === 'object' && smoke) };
  const lacksExample = smoke === undefined && (budget.smoke ?? budget.memory) !== undefined;
  const refusal = metadata.smokeRefusal;
  const why = refusal === undefined ? 'its metadata has no example' : `its example is not run: ${refusal}`;
  return {
    ...about,
    measured,
    over: overBudget(metadata.budget, measured),
    notRun: [...problems, ...(lacksExample ? [`memory and smoke run: ${why}`] : [])],
    failure: typeof smoke === 'string' ? smoke : undefined,
  };
}

/** @returns why it cannot be measured, when it cannot */
async function measureStart(script: CatalogueScript, place: Place): Promise<number | string> {
  const ratios: number[] = [];
  for (let round = 0; round <= place.rounds; round += 1) {
    const empty = await runHere(['-e', '0'], place);
    const help = await runHere([script.bin, '--help'], place);
    if (help.exitCode !== 0 || !help.measured || !empty.measured || empty.cpu === 0)
      return `${script.binName} --help ended with ${help.exitCode}: ${lastWords(help)}`;
    // The first fills the caches of the file system.
    if (round > 0) ratios.push(help.cpu / empty.cpu);
  }
  return Math.round(median(ratios) * 100) / 100;
}

/** How often the smoke example is run: it may take seconds, and the fastest says what it can do. */
const smokeRounds = (rounds: number): number => Math.min(3, rounds);

/** @returns why it cannot be measured, when it cannot; undefined when there is no example */
async function measureSmoke(
  { binName, bin, metadata }: CatalogueScript,
  place: Place,
): Promise<Budget | string | undefined> {
  const { smoke } = metadata;
  if (smoke === undefined) return undefined;
  const runs: MeasuredRun[] = [];
  for (let round = 0; round < smokeRounds(place.rounds); round += 1) {
    const cwd = await makeSmokeFolder(smoke, place.folder, place.context.env);
    const run = await runHere([bin, ...smoke.args], place, { cwd, stdin: smoke.stdin });
    const problem = smokeProblem(smoke, run) ?? (run.measured ? undefined : 'it did not say what it cost');
    if (problem !== undefined) return `${smokeWords(binName, smoke)}: ${problem}`;
    runs.push(run);
  }
  return {
    memory: Math.round(median(runs.map(({ memory }) => memory)) / 1_000_000),
    smoke: Math.round(Math.min(...runs.map(({ wall }) => wall))) / 1000,
  };
}

async function runHere(
  args: readonly string[],
  { folder, context: { env, signal } }: Place,
  { cwd = folder, stdin }: { readonly cwd?: string; readonly stdin?: string | undefined } = {},
): Promise<MeasuredRun & { measured: boolean }> {
  // What another script left would be found by those that read records.
  const home = await mkdtemp(join(folder, 'home-'));
  const quiet = { CDEV_HOME: home, CDEV_OUTPUT_FORMAT: undefined, NO_COLOR: '1', FORCE_COLOR: undefined };
  return measuredRun({ args, cwd, stdin, place: folder, env: { ...env, ...quiet }, signal });
}
