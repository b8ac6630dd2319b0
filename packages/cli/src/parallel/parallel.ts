import { isPutOut, readEvents, runPaths, runState, type RunState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { listPlans, type DeploymentPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import { findIssue } from '@cdev/issue';
import { errors } from '../errors.ts';
import { planOfIssue } from './plan-of-issue.ts';
import { runStep, type Step, type StepRun } from './run-step.ts';

/** The steps in their order; `--until` names the last one. */
export const stepNames = ['cache', 'plan', 'spawn', 'commit', 'validate', 'integrate'] as const;
export type StepName = (typeof stepNames)[number];

export interface ParallelOptions {
  /** A file, `ENG-123`, `owner/repository#12`. Undefined with `resume`. */
  readonly issue: string | undefined;
  readonly agent: string | undefined;
  /** A shell command that does an agent's work, instead of a known agent. */
  readonly command: string | undefined;
  readonly maxAgents: number;
  readonly maxParallel: number | undefined;
  /** How often agents whose work was put out are sent back to it. */
  readonly retries: number;
  readonly until: StepName;
  readonly resume: boolean;
  readonly isDryRun: boolean;
  readonly yes: boolean;
}

export interface ParallelResult {
  readonly plan: { readonly id: string; readonly title: string };
  readonly steps: readonly Omit<StepRun, 'data'>[];
  readonly agents: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly attempt: number;
    readonly reasons: readonly string[];
    /** What it changed that was not its own, of all attempts: kept, and in no commit. */
    readonly setAside: readonly string[];
  }[];
  /** The folder of the agents' logs; undefined where none was started. */
  readonly logs: string | undefined;
  readonly integration: { readonly status: string; readonly target?: string; readonly movedTo?: string };
  /** The last step that was taken. */
  readonly until: StepName;
}

/**
 * One issue from cache to merged code: every step is the script a person would run, and each finds by itself what is done
 * already, so the same call again goes on where it stopped.
 */
export async function parallel(options: ParallelOptions, context: Context): Promise<Outcome<ParallelResult>> {
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const steps: StepRun[] = [];
  const take = async (step: Step): Promise<StepRun> => {
    const done = await runStep(step, context);
    steps.push(done);
    return done;
  };
  const reaches = (name: StepName): boolean =>
    stepNames.indexOf(options.until) >= stepNames.indexOf(name) && !options.isDryRun;
  const plan = options.resume ? await newestPlan(commonDir) : await cacheAndPlan(options, { commonDir, context, take });
  if (!plan) return finish(undefined, { steps, commonDir, until: options.until === 'cache' ? 'cache' : 'plan' });
  if (reaches('spawn')) {
    await take(spawnStep(plan, options));
    await workOn(plan, options, { take, reaches, context, commonDir });
  }
  return finish(plan, { steps, commonDir, until: options.until });
}

interface Way {
  readonly take: (step: Step) => Promise<StepRun>;
  readonly reaches: (name: StepName) => boolean;
  readonly context: Context;
  readonly commonDir: string;
}

/** Commits, validates and integrates; sends back to work what was put out, as often as was asked for. */
async function workOn(plan: DeploymentPlan, options: ParallelOptions, way: Way): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    if (way.reaches('commit'))
      await way.take({ name: 'commit', script: 'agent-commit', args: ['--plan', plan.id, '--all'] });
    if (way.reaches('validate'))
      await way.take({ name: 'validate', script: 'validate-parallel-work', args: [plan.id] });
    if (!way.reaches('integrate')) return;
    await integrate(plan, options, way);
    const out = await putOut(plan, way.commonDir);
    if (out.length === 0 || turn >= options.retries) return;
    way.context.progress.note(
      `\n${out.join(', ')} did not go in; back to work with the reasons (try ${turn + 1} of ${options.retries})`,
    );
    await way.take(spawnStep(plan, options, out));
  }
}

/** Shows what would go in and asks, where the person sits; then merges and tests. */
async function integrate(plan: DeploymentPlan, { yes }: ParallelOptions, { take, context }: Way): Promise<void> {
  const script = 'integrate-parallel-work';
  if (!yes) {
    await take({ name: 'forecast', script, args: [plan.id, '--dry-run'] });
    await context.prompt.confirm(`Merge this into ${plan.base.branch}, once every merged tree has passed its checks?`);
  }
  await take({ name: 'integrate', script, args: [plan.id, '--yes'] });
}

async function cacheAndPlan(
  options: ParallelOptions,
  { commonDir, context, take }: { commonDir: string; context: Context; take: Way['take'] },
): Promise<DeploymentPlan | undefined> {
  if (options.issue === undefined) throw errors.make('CDEV_E_PARALLEL_ISSUE_MISSING');
  const { data } = await take({ name: 'cache', script: 'cache-linear-issue', args: [options.issue], asData: true });
  const id = (data as { issues: { id: string }[] }).issues[0]?.id ?? options.issue;
  if (options.until === 'cache') return undefined;
  const planned = async (): Promise<DeploymentPlan | undefined> => {
    const found = await findIssue({ id, cwd: context.cwd, commonDir, home: context.home });
    return found && planOfIssue(found.issue, { commonDir, cwd: context.cwd });
  };
  const known = options.isDryRun ? undefined : await planned();
  if (known) {
    context.progress.note(`\n▸ plan  going on with ${known.id}`);
    return known;
  }
  await take({
    name: 'plan',
    script: 'decompose-parallel',
    args: [id, '--max-agents', String(options.maxAgents), ...(options.isDryRun ? ['--dry-run'] : [])],
  });
  return options.isDryRun ? undefined : planned();
}

async function newestPlan(commonDir: string): Promise<DeploymentPlan> {
  const { plans } = await listPlans(commonDir);
  const newest = plans[0]?.plan;
  if (!newest) throw errors.make('CDEV_E_PARALLEL_NOTHING_TO_RESUME');
  return newest;
}

function spawnStep(
  plan: DeploymentPlan,
  { agent, command, maxParallel }: ParallelOptions,
  retry: readonly string[] = [],
): Step {
  if (agent === undefined && command === undefined) throw errors.make('CDEV_E_PARALLEL_AGENT_MISSING');
  const driver = command === undefined ? ['--driver', agent ?? ''] : ['--driver', 'command', '--command', command];
  const limit = maxParallel === undefined ? [] : ['--max-parallel', String(maxParallel)];
  return {
    name: retry.length > 0 ? 'retry' : 'spawn',
    script: 'spawn-agents',
    args: [plan.id, '--run', ...driver, ...limit, ...(retry.length > 0 ? ['--retry', retry.join(',')] : [])],
  };
}

async function stateOf(plan: DeploymentPlan, commonDir: string): Promise<RunState> {
  return runState(await readEvents(commonDir, plan.id), { agents: plan.agents });
}

/** Agents whose work is not in, though they have been at it: what a retry may change. */
async function putOut(plan: DeploymentPlan, commonDir: string): Promise<string[]> {
  const { agents } = await stateOf(plan, commonDir);
  const direct = plan.agents.filter(({ id }) => isPutOut(agents.get(id)?.status));
  // Who only waits for another that was put out goes in with it.
  const names = new Set(direct.map(({ id }) => id));
  return direct.filter(({ dependsOn }) => !dependsOn.some((id) => names.has(id))).map(({ id }) => id);
}

/** Where the target stands since this run moved it last; an integration with nothing to merge does not make that undone. */
async function movedTo(plan: DeploymentPlan, commonDir: string): Promise<string | undefined> {
  const moves = (await readEvents(commonDir, plan.id)).flatMap((event) =>
    event.type === 'target-moved' ? [event.to] : [],
  );
  return moves.at(-1);
}

async function finish(
  plan: DeploymentPlan | undefined,
  { steps, commonDir, until }: { steps: readonly StepRun[]; commonDir: string; until: StepName },
): Promise<Outcome<ParallelResult>> {
  const state = plan && (await stateOf(plan, commonDir));
  const agents = (plan?.agents ?? []).map(({ id, title }) => {
    const agent = state?.agents.get(id);
    return {
      id,
      title,
      status: agent?.status ?? 'planned',
      attempt: agent?.attempt ?? 0,
      reasons: agent?.reasons ?? [],
      setAside: [...new Set((agent?.setAside ?? []).flatMap(({ holds, paths }) => (holds === 'changes' ? paths : [])))],
    };
  });
  const { status = 'none' } = state?.integration ?? {};
  const moved = plan && (await movedTo(plan, commonDir));
  const isDone = until !== 'integrate' || agents.every((agent) => agent.status === 'merged') || plan === undefined;
  return {
    result: {
      plan: { id: plan?.id ?? '', title: plan?.title ?? '' },
      steps: steps.map(({ name, command, exitCode, duration }) => ({ name, command, exitCode, duration })),
      agents,
      logs: state && state.lastSeq > 0 && plan ? runPaths(commonDir, plan.id).logs : undefined,
      integration: {
        status,
        ...(plan && { target: plan.base.branch }),
        ...(moved !== undefined && { movedTo: moved }),
      },
      until,
    },
    status: isDone ? 'ok' : 'findings',
  };
}
