import { asText } from '../expression/as-text.ts';
import { evaluateValue, interpolate, isTrue, type Scope } from '../expression/evaluate.ts';
import { describeCombination, expandMatrix, type Combination } from '../plan/expand-matrix.ts';
import type { JobSource } from '../source/workflow-source.ts';
import type { GithubResult } from './job-state.ts';
import { runCalled } from './run-called.ts';
import { runInstance, type InstanceEnd } from './run-instance.ts';
import type { JobEnd, JobsCall } from './run-jobs.ts';
import type { JobResult } from './workflow-run.ts';

export interface MatrixCall {
  readonly job: JobSource;
  readonly call: JobsCall;
  readonly scope: Scope;
}

/** One combination of a matrix as a call to make. */
export interface Leg {
  readonly name: string;
  readonly combination: Combination | undefined;
  readonly scope: Scope;
  readonly cancel: AbortSignal;
}

interface LegEnd {
  readonly results: readonly JobResult[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** @throws MatrixProblem, ExpressionProblem, NotKnownError */
export async function runMatrix({ job, call, scope }: MatrixCall): Promise<JobEnd> {
  const { strategy } = job;
  const matrix = strategy?.matrix === undefined ? undefined : expandMatrix(evaluateValue(strategy.matrix, scope));
  const combinations: readonly (Combination | undefined)[] = matrix ?? [undefined];
  const failFast = strategy?.failFast === undefined || isTrue(evaluateValue(strategy.failFast, scope));
  const limit = Number(
    strategy?.maxParallel === undefined ? combinations.length : evaluateValue(strategy.maxParallel, scope),
  );
  const abort = new AbortController();
  const cancel = AbortSignal.any([call.cancel, abort.signal]);
  const legs = combinations.map((combination, index): Leg => {
    const seen = legScope(scope, { combination, index, total: combinations.length, failFast, limit });
    return { combination, scope: seen, cancel, name: legName(job, call, { combination, scope: seen }) };
  });
  const ends = await inTurns(legs, Math.max(1, Number.isFinite(limit) ? limit : 1), async (leg) => {
    const end = await runLeg(leg, { job, call });
    const failed = end.results.find(({ status, isTolerated }) => status === 'failed' && !isTolerated);
    if (failed && failFast && legs.length > 1) abort.abort(`${failed.name} failed, and fail-fast ends the others`);
    return end;
  });
  const results = ends.flatMap((end) => end.results);
  return {
    id: job.id,
    result: resultOf(results),
    isNotRun: results.length > 0 && results.every(({ status }) => status === 'not-run'),
    outputs: Object.assign({}, ...ends.map(({ outputs }) => withoutEmpty(outputs))) as Record<string, unknown>,
    results,
  };
}

/** With several, the last combination that sets an output to something wins. */
function withoutEmpty(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== ''));
}

async function runLeg(leg: Leg, { job, call }: { readonly job: JobSource; readonly call: JobsCall }): Promise<LegEnd> {
  if (job.uses !== undefined) return runCalled(leg, { job, call });
  if (leg.cancel.aborted) return cancelled(leg, job);
  const { share, workflow, secrets } = call;
  return share.withPlace(async () => {
    if (leg.cancel.aborted) return cancelled(leg, job);
    const { result, outputs }: InstanceEnd = await runInstance({
      share,
      workflow,
      job,
      name: leg.name,
      combination: leg.combination,
      contexts: leg.scope.contexts,
      secrets,
      cancel: leg.cancel,
    });
    return { results: [result], outputs };
  });
}

function cancelled({ name, combination, cancel }: Leg, job: JobSource): LegEnd {
  const result: JobResult = {
    id: job.id,
    name,
    line: job.line,
    status: 'cancelled',
    reason: asText(cancel.reason),
    ...(combination && { combination }),
    isTolerated: false,
    isInDoubt: false,
    duration: 0,
    outputs: {},
    steps: [],
    notes: [],
  };
  return { results: [result], outputs: {} };
}

interface LegPlace {
  readonly combination: Combination | undefined;
  readonly index: number;
  readonly total: number;
  readonly failFast: boolean;
  readonly limit: number;
}

function legScope(scope: Scope, { combination, index, total, failFast, limit }: LegPlace): Scope {
  const strategy = { 'fail-fast': failFast, 'job-index': index, 'job-total': total, 'max-parallel': limit };
  return { ...scope, contexts: { ...scope.contexts, matrix: combination ?? {}, strategy } };
}

function legName(
  job: JobSource,
  { prefix }: JobsCall,
  { combination, scope }: Pick<Leg, 'combination' | 'scope'>,
): string {
  const name = job.name === undefined ? job.id : interpolate(job.name, scope);
  const isNamed = job.name?.includes('matrix.') === true;
  const values = combination && !isNamed ? describeCombination(combination) : '';
  return `${prefix}${name}${values === '' ? '' : ` (${values})`}`;
}

/** What `needs.<id>.result` gives. */
export function resultOf(results: readonly JobResult[]): GithubResult {
  if (results.some(({ status, isTolerated }) => status === 'failed' && !isTolerated)) return 'failure';
  if (results.some(({ status }) => status === 'cancelled')) return 'cancelled';
  return results.length > 0 && results.every(({ status }) => status === 'skipped') ? 'skipped' : 'success';
}

/** At most `limit` at a time, begun in order. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  limit: number,
  action: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await action(items[index] as Item);
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, work));
  const broken = settled.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  return results;
}
