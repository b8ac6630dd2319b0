import { afterAll } from '@jest/globals';
import { testContext, tempRepo, type TempRepo } from '@cdev/test-kit';
import {
  parseWorkflow,
  planWorkflow,
  readWorkflows,
  runPlan,
  type PlanOptions,
  type RunEvent,
  type RunOptions,
  type WorkflowPlan,
  type WorkflowRun,
} from '../src/index.ts';

type Step = Readonly<Record<string, unknown>> | string;
type Job = Readonly<Record<string, unknown>> & { readonly steps?: readonly Step[] };

export interface Play extends PlanOptions, RunOptions {
  /** Files of the repository besides the workflow. */
  readonly files?: Readonly<Record<string, string>>;
  /** Done in the repository before. */
  readonly before?: (repo: TempRepo) => Promise<unknown>;
  readonly origin?: boolean;
  readonly processEnv?: Readonly<Record<string, string>>;
  readonly abort?: AbortSignal;
}

/** A workflow as an object: a text among the steps is its `run`, a job needs no `runs-on`, `on` is push. JSON is YAML. */
export function workflowText({
  jobs,
  ...rest
}: Readonly<Record<string, unknown>> & { readonly jobs: Readonly<Record<string, Job>> }): string {
  const full = Object.entries(jobs).map(([id, job]) => {
    const steps = job.steps?.map((step) => (typeof step === 'string' ? { run: step } : step));
    return [id, { ...(job['uses'] === undefined && { 'runs-on': 'ubuntu-latest' }), ...job, ...(steps && { steps }) }];
  });
  return JSON.stringify({ name: 'CI', on: 'push', ...rest, jobs: Object.fromEntries(full) as unknown }, undefined, 2);
}

export type WorkflowLiteral = Parameters<typeof workflowText>[0];

let shared: Promise<TempRepo> | undefined;
afterAll(async () => (await shared)?.remove());

/** A repository of its own only where the play says what is in it: making one takes longer than running most workflows. */
export async function inRepo<Result>(
  workflow: WorkflowLiteral | string,
  play: Play,
  action: (plan: WorkflowPlan, repo: TempRepo) => Promise<Result>,
): Promise<Result> {
  const {
    files,
    before,
    origin,
    onEvent: _,
    jobsAtOnce: __,
    timeLimit: ___,
    processEnv: ____,
    abort: _____,
    ...options
  } = play;
  const content = typeof workflow === 'string' ? workflow : workflowText(workflow);
  const path = '.github/workflows/ci.yml';
  const planOptions = { machine: { system: 'linux', arch: 'X64' }, ...options } as const;
  if (!files && !before && origin === undefined) {
    const repo = await (shared ??= tempRepo({ 'README.md': 'Shared\n' }));
    return action(await planWorkflow(parseWorkflow(content, { root: repo.path, path }), planOptions), repo);
  }
  await using repo = await tempRepo({ ...files, [path]: content }, { origin: origin ?? false });
  await before?.(repo);
  const { workflows, broken } = await readWorkflows(repo.path);
  const found = workflows.find((one) => one.path === path);
  if (!found) throw broken[0]?.error ?? new Error('there is no workflow');
  return await action(await planWorkflow(found, planOptions), repo);
}

/** Reads, plans and runs it in a repository of its own. */
export function play(
  workflow: WorkflowLiteral | string,
  options: Play = {},
): Promise<WorkflowRun & { readonly events: readonly RunEvent[]; readonly lines: readonly string[] }> {
  return inRepo(workflow, options, async (plan, repo) => {
    const events: RunEvent[] = [];
    const { jobsAtOnce, timeLimit, processEnv, abort } = options;
    const context = testContext({
      cwd: repo.path,
      ...(processEnv && { env: processEnv }),
      ...(abort && { signal: abort }),
    });
    const onEvent = (event: RunEvent): void => {
      events.push(event);
      options.onEvent?.(event);
    };
    const run = await runPlan(plan, context, { jobsAtOnce, timeLimit, onEvent });
    return { ...run, events, lines: events.flatMap((event) => (event.type === 'line' ? [event.text] : [])) };
  });
}

/** `job: status`, and `  step: status` of what did not pass. */
export function outline(run: Pick<WorkflowRun, 'jobs'>): string[] {
  return run.jobs.map(({ name, status }) => `${name}: ${status}`);
}

/** What each step of the first job came to. */
export function stepStatuses(run: Pick<WorkflowRun, 'jobs'>): string[] {
  return (run.jobs[0]?.steps ?? []).map(({ status }) => status);
}
