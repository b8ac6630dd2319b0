import { asText } from '../expression/as-text.ts';
import { isCdevError } from '@cdev/core/errors';
import { NotKnown, NotKnownError } from '../expression/context-data.ts';
import { evaluateCondition, evaluateValue, ExpressionProblem, type Scope } from '../expression/evaluate.ts';
import { MatrixProblem } from '../plan/expand-matrix.ts';
import { githubContext } from '../plan/github-context.ts';
import { fixedRefusal } from '../plan/plan-job.ts';
import { ancestorsOf } from '../source/parse-workflow.ts';
import type { JobSource, WorkflowSource } from '../source/workflow-source.ts';
import type { GithubResult } from './job-state.ts';
import { runMatrix } from './run-matrix.ts';
import type { RunShare } from './run-context.ts';
import type { JobResult, JobStatus } from './workflow-run.ts';

/** The jobs of a workflow, or of one that another calls. */
export interface JobsCall {
  readonly share: RunShare;
  readonly workflow: WorkflowSource;
  readonly selected: readonly string[];
  readonly inputs: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  /** `call / ` before the names of a called workflow's jobs. */
  readonly prefix: string;
  readonly depth: number;
  /** Ends the calling job alone. */
  readonly cancel: AbortSignal;
}

/** A job with all of its matrix. */
export interface JobEnd {
  readonly id: string;
  readonly result: GithubResult;
  readonly isNotRun: boolean;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly results: readonly JobResult[];
}

export async function runJobs(call: JobsCall): Promise<readonly JobEnd[]> {
  const { workflow, selected } = call;
  const ends = new Map<string, Promise<JobEnd>>();
  const start = (id: string): Promise<JobEnd> => {
    const running = ends.get(id);
    if (running) return running;
    const job = workflow.jobs.get(id) as JobSource;
    const end = Promise.all(job.needs.filter((need) => selected.includes(need)).map(start)).then(async () => {
      const before = new Map<string, JobEnd>();
      for (const other of ancestorsOf(workflow.jobs, id)) before.set(other, await (ends.get(other) as Promise<JobEnd>));
      return runJob(job, before, call);
    });
    ends.set(id, end);
    return end;
  };
  const settled = await Promise.allSettled(selected.map(start));
  const broken = settled.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  return settled.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}

async function runJob(job: JobSource, before: ReadonlyMap<string, JobEnd>, call: JobsCall): Promise<JobEnd> {
  const { share } = call;
  const without = (status: JobStatus, reason: string): JobEnd => withoutRun(job, call, { status, reason });
  const missing = job.needs.find((need) => before.get(need)?.isNotRun === true);
  const isHeld = missing !== undefined && share.plan.options.afterNotRun !== 'go-on';
  try {
    const scope = jobScope(job, before, call);
    if (!isHeld && !evaluateCondition(job.if, scope)) return without('skipped', skipReason(job, before));
    if (isHeld) return without('not-run', `it needs ${missing}, which was not run`);
    const refusal = fixedRefusal(job, { called: share.plan.called, depth: call.depth });
    if (refusal !== undefined) return without('not-run', refusal);
    return await runMatrix({ job, call, scope });
  } catch (error) {
    if (error instanceof NotKnownError) return without('not-run', `it needs what is not there: ${error.reason}`);
    if (error instanceof ExpressionProblem || error instanceof MatrixProblem) return without('failed', error.message);
    if (isCdevError(error, 'CDEV_E_WORKFLOW_INVALID')) return without('failed', error.message);
    throw error;
  }
}

function jobScope(job: JobSource, before: ReadonlyMap<string, JobEnd>, { share, inputs }: JobsCall): Scope {
  const { workflow, event, facts, options } = share.plan;
  const needs = job.needs.map((need) => [need, needOf(before.get(need), need)]);
  const results = [...before.values()].map(({ result }) => result);
  return {
    contexts: {
      github: githubContext({ workflow, event, facts, overrides: options.github }),
      vars: options.variables ?? {},
      inputs,
      needs: Object.fromEntries(needs) as Record<string, unknown>,
    },
    status: {
      // Not only what the job needs itself: a job behind a skipped one is skipped too.
      success: () => results.every((result) => result === 'success'),
      failure: () => results.includes('failure'),
      cancelled: () => false,
    },
  };
}

function needOf(end: JobEnd | undefined, id: string): unknown {
  if (!end) return { result: 'success', outputs: {} };
  if (end.isNotRun) return { result: 'success', outputs: new NotKnown(`job ${id} was not run`) };
  return { result: end.result, outputs: end.outputs };
}

function skipReason(job: JobSource, before: ReadonlyMap<string, JobEnd>): string {
  const other = [...before.values()].find(({ result }) => result !== 'success');
  if (!other || /\b(always|failure|cancelled)\s*\(/.test(asText(job.if))) return 'its if does not hold';
  return {
    success: '',
    failure: `${other.id} failed`,
    cancelled: `${other.id} was cancelled`,
    skipped: `${other.id} was skipped`,
  }[other.result];
}

function withoutRun(
  job: JobSource,
  { share, prefix }: JobsCall,
  { status, reason }: { status: JobStatus; reason: string },
): JobEnd {
  const name = `${prefix}${job.id}`;
  const result: JobResult = {
    id: job.id,
    name,
    line: job.line,
    status,
    reason: share.mask.line(reason),
    isTolerated: false,
    isInDoubt: false,
    duration: 0,
    outputs: {},
    steps: [],
    notes: [],
  };
  share.emit({ type: 'job-ended', job: name, result });
  return {
    id: job.id,
    result: status === 'failed' ? 'failure' : status === 'not-run' ? 'success' : 'skipped',
    isNotRun: status === 'not-run',
    outputs: {},
    results: [result],
  };
}

/** Given to a called workflow: all, or what is named. */
export function calledSecrets(
  job: JobSource,
  secrets: Readonly<Record<string, string>>,
  scope: Scope,
): Readonly<Record<string, string>> {
  if (job.secrets === 'inherit') return secrets;
  const token = secrets['GITHUB_TOKEN'] === undefined ? {} : { GITHUB_TOKEN: secrets['GITHUB_TOKEN'] };
  const named = evaluateValue(job.secrets, { ...scope, contexts: { ...scope.contexts, secrets } }) as Record<
    string,
    unknown
  >;
  return {
    ...token,
    ...(Object.fromEntries(Object.entries(named).map(([name, value]) => [name, asText(value)])) as Record<
      string,
      string
    >),
  };
}
