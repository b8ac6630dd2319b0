import { tmpdir } from 'node:os';
import { pid } from 'node:process';
import { errors } from '../errors.ts';
import type { NotRun, WorkflowPlan } from '../plan/workflow-plan.ts';
import { baseEnvironment } from './base-environment.ts';
import { makeHome, ownFolders } from './home-folder.ts';
import { createMask } from './mask.ts';
import { typedInputs } from './run-called.ts';
import type { RunContext, RunOptions, RunShare } from './run-context.ts';
import { runJobs } from './run-jobs.ts';
import { makeScratch } from './scratch.ts';
import type { JobResult, RunStatus, StepResult, WorkflowRun } from './workflow-run.ts';

/**
 * Carries a plan out. What fails in the workflow is told in the result and throws nothing. All folders and processes of the run are
 * gone afterwards, however it ends.
 * @throws CDEV_E_WORKFLOW_INTERRUPTED when `context.signal` aborts
 */
export async function runPlan(plan: WorkflowPlan, context: RunContext, options: RunOptions = {}): Promise<WorkflowRun> {
  const started = performance.now();
  const { workflow, event, facts } = plan;
  const about = { workflow: workflow.name, path: workflow.path, event: event.name, commit: facts.commit };
  if (!event.isTriggered)
    return {
      ...about,
      status: 'not-run',
      jobs: [],
      notRun: [],
      notes: [event.reason],
      duration: performance.now() - started,
    };
  if (context.signal.aborted) throw errors.make('CDEV_E_WORKFLOW_INTERRUPTED');
  const scratch = await makeScratch(context.env['TMPDIR'] ?? tmpdir(), pid);
  try {
    const secrets = plan.options.secrets ?? {};
    const base = baseEnvironment(context.env, workflow.root);
    const share: RunShare = {
      plan,
      options,
      signal: context.signal,
      scratch,
      mask: createMask(Object.values(secrets)),
      emit: options.onEvent ?? (() => {}),
      env: {
        ...(await makeHome(scratch.home, context.env['HOME'])),
        ...base,
        ...ownFolders(scratch.home, base['PATH'] ?? ''),
      },
      withPlace: places(plan.options.source === 'working-tree' ? 1 : (options.jobsAtOnce ?? 1)),
    };
    const declared = event.name === 'workflow_call' ? workflow.callInputs : workflow.dispatchInputs;
    const given = { ...(event.payload['inputs'] as object | undefined), ...plan.options.inputs };
    const ends = await runJobs({
      share,
      workflow,
      selected: plan.selected,
      inputs: /^workflow_(call|dispatch)$/.test(event.name) ? typedInputs(declared, given, { contexts: {} }) : given,
      secrets,
      prefix: '',
      depth: 0,
      cancel: new AbortController().signal,
    });
    const jobs = ends.flatMap(({ results }) => results);
    return {
      ...about,
      status: statusOf(jobs),
      jobs,
      notRun: jobs.flatMap(notRunOf),
      notes: plan.notes,
      duration: performance.now() - started,
    };
  } catch (error) {
    if (context.signal.aborted) throw errors.make('CDEV_E_WORKFLOW_INTERRUPTED', undefined, { cause: error });
    throw error;
  } finally {
    await scratch.remove();
  }
}

function places(count: number): RunShare['withPlace'] {
  let free = Math.max(1, count);
  const waiting: (() => void)[] = [];
  return async (action) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await action();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

function statusOf(jobs: readonly JobResult[]): RunStatus {
  if (jobs.some(({ status, isTolerated }) => (status === 'failed' && !isTolerated) || status === 'cancelled'))
    return 'failed';
  const didRun = jobs.some(({ status }) => status === 'passed' || status === 'incomplete' || status === 'failed');
  if (!didRun) return 'not-run';
  return jobs.some(({ status }) => status === 'incomplete' || status === 'not-run') ? 'incomplete' : 'passed';
}

function notRunOf(job: JobResult): readonly NotRun[] {
  if (job.status === 'not-run') return [{ job: job.name, line: job.line, reason: job.reason ?? '', isRefused: false }];
  const inside = (step: StepResult): readonly NotRun[] => {
    const isOwn = step.status === 'not-run' || step.status === 'refused';
    const own = {
      job: job.name,
      step: step.name,
      line: step.line,
      reason: step.reason ?? '',
      isRefused: step.status === 'refused',
    };
    // Of an action of which nothing ran, what is in it says more.
    return isOwn && step.steps.length === 0 ? [own] : step.steps.flatMap(inside);
  };
  return job.steps.flatMap(inside);
}
