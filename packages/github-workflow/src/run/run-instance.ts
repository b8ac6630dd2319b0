import { asText } from '../expression/as-text.ts';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { endProcessGroup } from '@cdev/core/subprocess';
import { Names, NotKnownError } from '../expression/context-data.ts';
import { evaluateValue, ExpressionProblem, interpolate, isTrue, type Scope } from '../expression/evaluate.ts';
import type { Combination } from '../plan/expand-matrix.ts';
import { judgeRunner } from '../plan/runner-system.ts';
import type { JobSource, WorkflowSource } from '../source/workflow-source.ts';
import { jobContexts } from './job-contexts.ts';
import { judgeJob } from './judge-job.ts';
import { runPosts } from './run-posts.ts';
import { jobTimer, type Timer } from './job-timer.ts';
import { environmentOf, type Frame, type JobState } from './job-state.ts';
import { outputOf } from './run-local-action.ts';
import type { RunShare } from './run-context.ts';
import { evaluateEnv, maskedOutputs, runSteps } from './run-step.ts';
import { runnerFolders } from './runner-variables.ts';
import { scopeOf } from './step-scope.ts';
import type { JobResult } from './workflow-run.ts';

export interface Instance {
  readonly share: RunShare;
  readonly workflow: WorkflowSource;
  readonly job: JobSource;
  readonly name: string;
  readonly combination: Combination | undefined;
  /** `needs`, `strategy`, `matrix`, `inputs`: what the job's own expressions see besides. */
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Ends this job alone. */
  readonly cancel: AbortSignal;
}

export interface InstanceEnd {
  readonly result: JobResult;
  /** Texts, and `NotKnown` for what hangs on a step that was not run. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Runs one job, or one combination of its matrix. @throws CDEV_E_SUBPROCESS_CANCELLED when the run is interrupted */
export async function runInstance(instance: Instance): Promise<InstanceEnd> {
  const started = performance.now();
  const { share, job, name } = instance;
  share.emit({ type: 'job-started', job: name });
  const end = await prepareAndRun(instance);
  const result: JobResult = {
    id: job.id,
    name,
    line: job.line,
    ...(instance.combination && { combination: instance.combination }),
    ...end.result,
    duration: performance.now() - started,
    outputs: maskedOutputs(end.outputs, share.mask.text),
  };
  share.emit({ type: 'job-ended', job: name, result });
  return { result, outputs: end.outputs };
}

type PartialEnd = {
  result: Pick<JobResult, 'status' | 'reason' | 'isTolerated' | 'isInDoubt' | 'steps' | 'notes'>;
  outputs: Readonly<Record<string, unknown>>;
};

async function prepareAndRun(instance: Instance): Promise<PartialEnd> {
  const { share, job } = instance;
  const nothing = { isTolerated: false, isInDoubt: false, steps: [], notes: [] };
  try {
    const notes = new Set<string>();
    const contexts = jobContexts(instance, notes);
    const scope: Scope = { contexts };
    const judgement = judgeRunner(evaluateValue(job.runsOn, scope), share.plan.machine);
    if (judgement.refusal !== undefined && share.plan.options.otherSystems !== 'run')
      return { result: { ...nothing, status: 'not-run', reason: judgement.refusal }, outputs: {} };
    for (const note of judgement.notes) notes.add(note);
    if (judgement.refusal !== undefined) notes.add(`although ${judgement.refusal}`);
    return await runPrepared(instance, { contexts, notes });
  } catch (error) {
    if (error instanceof NotKnownError)
      return {
        result: { ...nothing, status: 'not-run', reason: `it needs what is not there: ${error.reason}` },
        outputs: {},
      };
    if (error instanceof ExpressionProblem)
      return { result: { ...nothing, status: 'failed', reason: share.mask.line(error.message) }, outputs: {} };
    throw error;
  }
}

let count = 0;

interface Prepared {
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly notes: Set<string>;
}

async function runPrepared(instance: Instance, { contexts, notes }: Prepared): Promise<PartialEnd> {
  const { share, workflow, job, cancel } = instance;
  count += 1;
  const folder = join(share.scratch.folder, 'jobs', String(count));
  const inPlace = share.plan.options.source === 'working-tree';
  const project = basename(asText((contexts['github'] as Record<string, unknown>)['repository'])) || 'project';
  const workspace = inPlace ? workflow.root : join(folder, project, project);
  const temp = join(folder, '_temp');
  const folders = runnerFolders(temp);
  await Promise.all(
    [workspace, folders.RUNNER_TEMP, folders.RUNNER_TOOL_CACHE].map((path) => mkdir(path, { recursive: true })),
  );
  const eventPath = join(temp, 'event.json');
  await writeFile(eventPath, JSON.stringify(share.plan.event.payload, undefined, 2));
  const full = {
    ...contexts,
    github: { ...(contexts['github'] as object), workspace, event_path: eventPath },
    runner: { ...(contexts['runner'] as object), temp: folders.RUNNER_TEMP, tool_cache: folders.RUNNER_TOOL_CACHE },
  };
  const scope: Scope = { contexts: full };
  const env = new Map([
    ...Object.entries(share.plan.options.env ?? {}),
    ...evaluateEnv(workflow.env, scope),
    ...evaluateEnv(job.env, scope),
  ]);
  const timer = jobTimer(job, share.options.timeLimit, scope);
  const state: JobState = {
    share,
    workflow,
    name: instance.name,
    workspace,
    temp,
    contexts: full,
    env,
    paths: [],
    posts: [],
    groups: [],
    notRun: [],
    notes,
    status: 'success',
    stopped: undefined,
    isInDoubt: false,
    signal: AbortSignal.any([share.signal, cancel, timer.signal]),
  };
  try {
    return await runJob(instance, { state, timer });
  } finally {
    timer.clear();
    await Promise.all(state.groups.map((group) => endProcessGroup(group)));
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

async function runJob(instance: Instance, { state, timer }: { state: JobState; timer: Timer }): Promise<PartialEnd> {
  const { job, cancel } = instance;
  const frame = rootFrame(instance, state);
  const main = await runSteps(job.steps, frame);
  const steps = [...main, ...(await runPosts(state))];
  const scope = scopeOf(frame);
  const outputs = Object.fromEntries(
    Object.entries(job.outputs).map(([name, value]) => [name, outputOf(value, scope)]),
  );
  const end = judgeJob(state, { steps, timeLimit: timer.signal.aborted ? timer.limit : undefined, cancel });
  const isTolerated =
    end.status === 'failed' && isTrue(evaluateValue(job.continueOnError ?? false, { contexts: state.contexts }));
  return { result: { ...end, isTolerated, steps, notes: [...state.notes] }, outputs };
}

function rootFrame({ workflow, job }: Instance, state: JobState): Frame {
  const frame: Frame = {
    job: state,
    depth: 0,
    steps: new Map(),
    layers: [],
    inputs: state.contexts['inputs'] ?? {},
    actionPath: undefined,
    status: 'success',
    shell: undefined,
    workingDirectory: undefined,
  };
  const scope: Scope = {
    contexts: {
      ...state.contexts,
      env: new Names(Object.fromEntries(environmentOf(frame)), { isCaseSensitive: true }),
    },
  };
  const value = (given: string | undefined): string | undefined =>
    given === undefined ? undefined : interpolate(given, scope);
  return {
    ...frame,
    shell: value(job.defaults.shell ?? workflow.defaults.shell),
    workingDirectory: value(job.defaults.workingDirectory ?? workflow.defaults.workingDirectory),
  };
}
