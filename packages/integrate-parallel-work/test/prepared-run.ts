import { runState, type RunEvent } from '@cdev/agent-run';
import type { Outcome } from '@cdev/core/cli';
import { parallelRun, type ParallelRun, type ParallelRunOptions } from '@cdev/run-fixture';
import { testContext, type Files, type TestContextOptions } from '@cdev/test-kit';
import {
  integrateParallelWork,
  type IntegrateOptions,
  type IntegrateResult,
  type IntegrationForecast,
  type IntegrationReport,
} from '../src/index.ts';

export interface Integrated {
  readonly status: Outcome<unknown>['status'];
  readonly report: IntegrationReport;
}

/** A run of agents with what these tests do to it. */
export interface PreparedRun extends ParallelRun {
  /** The agent commits its work, and the journal knows. @returns the commit. */
  readonly work: (agent: string, files: Files) => Promise<string>;
  readonly integrate: (
    options?: Partial<IntegrateOptions>,
    context?: Partial<TestContextOptions>,
  ) => Promise<Integrated>;
  readonly forecast: (options?: Partial<IntegrateOptions>) => Promise<IntegrationForecast & { status: string }>;
  readonly call: (
    options?: Partial<IntegrateOptions>,
    context?: Partial<TestContextOptions>,
  ) => Promise<Outcome<IntegrateResult>>;
  /** Types of the integration's events, with their agents. */
  readonly told: () => Promise<readonly string[]>;
  readonly show: (path: string, revision?: string) => Promise<string>;
}

export const plainOptions: IntegrateOptions = {
  plan: undefined,
  target: undefined,
  order: [],
  skip: [],
  only: [],
  strategy: 'merge',
  cleanup: false,
  push: undefined,
  pullRequest: false,
  // What was measured before must not decide what a test sees.
  atOnce: 1,
  abort: false,
  isDryRun: false,
  yes: true,
};

export async function preparedRun(options: ParallelRunOptions): Promise<PreparedRun> {
  const run = await parallelRun(options);
  const { repository, journal, worktrees } = run;
  const work = async (agent: string, files: Files): Promise<string> => {
    const commit = (await worktrees[agent]?.commit(`Work of ${agent}`, files)) ?? '';
    await run.finish(agent);
    await journal.append({ type: 'committed', agent, commit, files: Object.keys(files).length, complete: true });
    return commit;
  };
  const call: PreparedRun['call'] = (given = {}, context = {}) => {
    const all = { ...plainOptions, ...given };
    return integrateParallelWork(all, testContext({ cwd: repository.path, yes: all.yes, ...context }));
  };
  return {
    ...run,
    [Symbol.asyncDispose]: run[Symbol.asyncDispose],
    work,
    call,
    integrate: async (given, context) => {
      const { result, status } = await call(given, context);
      if (result.kind !== 'integrated') throw new Error(`It gave a result of kind ${result.kind}`);
      return { status, report: result.report };
    },
    forecast: async (given = {}) => {
      const { result, status } = await call({ isDryRun: true, ...given });
      if (result.kind !== 'forecast') throw new Error(`It gave a result of kind ${result.kind}`);
      return { ...result.forecast, status };
    },
    told: async () => (await journal.read()).filter(isOfIntegration).map(describe),
    show: (path, revision = 'main') => repository.git('show', `${revision}:${path}`),
  };
}

const types = new Set([
  'integration-started',
  'candidate-merged',
  'candidate-checked',
  'ejected',
  'target-moved',
  'integration-ended',
  'integration-aborted',
]);

function isOfIntegration({ type }: RunEvent): boolean {
  return types.has(type);
}

function describe(event: RunEvent): string {
  if (event.type === 'candidate-checked') return `${event.agent} ${event.passed ? 'passed' : 'failed'}`;
  if (event.type === 'integration-ended') return `integration-ended ${event.outcome}`;
  return 'agent' in event && event.agent !== undefined ? `${event.agent} ${event.type}` : event.type;
}

/** What the journal makes of an agent. */
export async function statusOf({ journal, plan }: ParallelRun, agent: string): Promise<string | undefined> {
  return runState(await journal.read(), { agents: plan.agents }).agents.get(agent)?.status;
}
