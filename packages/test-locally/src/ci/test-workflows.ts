import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import {
  parseValues,
  planWorkflow,
  readWorkflows,
  runPlan,
  type WorkflowPlan,
  type WorkflowReading,
  type WorkflowRun,
  type WorkflowSource,
} from '@cdev/github-workflow';
import { errors } from '../errors.ts';
import { showEvents } from './show-events.ts';
import type { WorkflowForecast, WorkflowTest, WorkflowTestOptions } from './workflow-test.ts';

/**
 * Runs GitHub workflows here and tells what could not be run. `findings`: something failed, a file is not as GitHub wants it, nothing ran,
 * or a part was not run (unless `allowNotRun`).
 * @throws CDEV_E_TEST_LOCALLY_UNKNOWN_WORKFLOW, _VALUES_UNREADABLE, CDEV_E_WORKFLOW_*
 */
export async function testWorkflows(options: WorkflowTestOptions, context: Context): Promise<Outcome<WorkflowTest>> {
  const started = performance.now();
  const reading = await readWorkflows(context.cwd);
  const plans = await planAll(choose(reading, options.workflows), options, context);
  const runs: WorkflowRun[] = [];
  if (!options.list) {
    for (const plan of plans.filter(({ event }) => event.isTriggered)) runs.push(await runOne(plan, options, context));
  }
  const broken = reading.broken
    .filter(
      ({ path }) =>
        options.workflows.length === 0 || options.workflows.some((name) => isCalled({ path, name: '' }, name)),
    )
    .map(({ path, error }) => ({ path, problem: error.message }));
  const result: WorkflowTest = {
    kind: 'ci',
    root: reading.root,
    listed: options.list,
    forecasts: plans.map(forecastOf),
    runs,
    broken,
    duration: Math.round(performance.now() - started),
  };
  return { result, status: isGood(result, options) ? 'ok' : 'findings' };
}

function isGood({ listed, runs, broken }: WorkflowTest, { allowNotRun }: WorkflowTestOptions): boolean {
  if (broken.length > 0) return false;
  if (listed) return true;
  const has = (status: WorkflowRun['status']): boolean => runs.some((run) => run.status === status);
  const ran = has('passed') || has('incomplete');
  return ran && !has('failed') && (allowNotRun || (!has('incomplete') && !has('not-run')));
}

function choose({ workflows, broken }: WorkflowReading, names: readonly string[]): readonly WorkflowSource[] {
  const known = [...workflows, ...broken.map(({ path }) => ({ path, name: '' }))];
  for (const name of names) {
    if (!known.some((workflow) => isCalled(workflow, name)))
      throw errors.make('CDEV_E_TEST_LOCALLY_UNKNOWN_WORKFLOW', {
        name,
        known: known.map(({ path }) => basename(path)).join(', '),
      });
  }
  return names.length === 0
    ? workflows
    : workflows.filter((workflow) => names.some((name) => isCalled(workflow, name)));
}

/** By its path, its file with or without extension, or what it calls itself. */
function isCalled({ path, name }: { readonly path: string; readonly name: string }, wanted: string): boolean {
  const plain = wanted.replace(/^\.\//, '');
  return (
    path === plain || basename(path) === plain || basename(path).replace(/\.ya?ml$/, '') === plain || name === wanted
  );
}

async function planAll(
  workflows: readonly WorkflowSource[],
  options: WorkflowTestOptions,
  context: Context,
): Promise<readonly WorkflowPlan[]> {
  const [secrets, variables] = await Promise.all([
    readValues(options.secrets, context),
    readValues(options.variables, context),
  ]);
  const plans: WorkflowPlan[] = [];
  for (const workflow of workflows) {
    // A job is asked for by its id, which only some of the workflows have.
    const jobs = options.jobs.filter((job) => workflow.jobs.has(job));
    if (
      options.jobs.length > 0 &&
      jobs.length === 0 &&
      workflows.some((one) => options.jobs.some((job) => one.jobs.has(job)))
    )
      continue;
    plans.push(
      await planWorkflow(workflow, {
        event: options.event,
        ...(options.jobs.length > 0 && { jobs: jobs.length > 0 ? jobs : options.jobs }),
        secrets,
        variables,
        source: options.source,
        publishing: options.publishing ? 'run' : 'refuse',
        otherVersions: options.otherVersions ? 'run' : 'not-run',
        signal: context.signal,
      }),
    );
  }
  return plans;
}

async function readValues(file: string | undefined, { cwd }: Context): Promise<Readonly<Record<string, string>>> {
  if (file === undefined) return {};
  try {
    return parseValues(await readFile(resolve(cwd, file), 'utf8'), file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || code.startsWith('CDEV_')) throw cause;
    throw errors.make('CDEV_E_TEST_LOCALLY_VALUES_UNREADABLE', { file, reason: code }, { cause });
  }
}

async function runOne(plan: WorkflowPlan, options: WorkflowTestOptions, context: Context): Promise<WorkflowRun> {
  const { concurrency, timeLimit } = options;
  const onEvent = showEvents(plan.workflow.path, context);
  return runPlan(plan, context, { onEvent, jobsAtOnce: concurrency, timeLimit });
}

function forecastOf({ workflow, event, jobs, notRun, notes }: WorkflowPlan): WorkflowForecast {
  const skipped = new Set(jobs.filter(({ prospect }) => prospect === 'skipped').map(({ name }) => name));
  const shown = new Map(jobs.map((job) => [job.name, shownName(job)]));
  return {
    path: workflow.path,
    name: workflow.name,
    event: event.name,
    isTriggered: event.isTriggered,
    reason: event.reason,
    jobs: jobs.map((job) => ({
      name: shownName(job),
      prospect: job.prospect,
      ...(job.reason !== undefined && { reason: job.reason }),
      steps: job.steps.length,
      ...callOf(workflow.jobs.get(job.id)?.uses, job.jobs.length),
      missing: [...job.steps, ...job.jobs].filter(({ prospect }) => prospect === 'not-run').length,
      ...(job.combinations && { combinations: job.combinations === 'later' ? 'later' : job.combinations.length }),
    })),
    // Of a job that is left out nothing would run anywhere.
    notRun: notRun.flatMap((each) =>
      skipped.has(each.job) ? [] : [{ ...each, job: shown.get(each.job) ?? each.job }],
    ),
    notes,
  };
}

function callOf(uses: string | undefined, jobs: number): Pick<WorkflowForecast['jobs'][number], 'calls'> {
  return uses === undefined ? {} : { calls: { workflow: uses, jobs } };
}

/** A name that the matrix has a part in is known when the job runs; until then the id says more. */
function shownName({ id, name }: WorkflowPlan['jobs'][number]): string {
  return name.includes('${{') ? id : name;
}
