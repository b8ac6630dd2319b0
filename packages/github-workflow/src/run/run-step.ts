import { asText } from '../expression/as-text.ts';
import { isCdevError } from '@cdev/core/errors';
import { NotKnown, NotKnownError } from '../expression/context-data.ts';
import {
  evaluateCondition,
  evaluateValue,
  ExpressionProblem,
  interpolate,
  isTrue,
  type Scope,
} from '../expression/evaluate.ts';
import { defaultStepName } from '../plan/summary-line.ts';
import type { SourceValues, StepSource } from '../source/workflow-source.ts';
import { doStep } from './do-step.ts';
import type { Frame, JobState } from './job-state.ts';
import type { ProgramEnd } from './execute-program.ts';
import { scopeOf } from './step-scope.ts';
import type { StepResult, StepStatus } from './workflow-run.ts';

/** What came of a step, before `continue-on-error` is asked. */
export interface StepEnd extends Partial<Omit<ProgramEnd, 'outcome' | 'outputs'>> {
  readonly outcome: ProgramEnd['outcome'] | 'not-run' | 'refused' | 'skipped';
  /** Texts, and `NotKnown` for those that hang on something that was not run. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly StepResult[];
}

export async function runSteps(steps: readonly StepSource[], frame: Frame): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(await runStep(step, frame));
  return results;
}

async function runStep(step: StepSource, frame: Frame): Promise<StepResult> {
  const { job, depth } = frame;
  const started = performance.now();
  const name = job.share.mask.line(nameOf(step, scopeOf(frame)));
  job.share.emit({ type: 'step-started', job: job.name, step: name, depth });
  const end = await endOf(step, frame);
  const isFailure = end.outcome === 'failure';
  const isTolerated = isFailure && toleratesFailure(step, frame);
  record(step, frame, end, { name, isTolerated });
  const { mask } = job.share;
  const hint = isFailure ? doubtOf(job) : [];
  const result: StepResult = {
    name,
    ...(step.id !== undefined && { id: step.id }),
    line: step.line,
    status: statusOf(end),
    ...(end.reason !== undefined && { reason: mask.line(end.reason) }),
    ...(end.exitCode !== undefined && { exitCode: end.exitCode }),
    isTolerated,
    duration: performance.now() - started,
    outputs: maskedOutputs(end.outputs ?? {}, mask.text),
    annotations: end.annotations ?? [],
    tail: end.tail ?? [],
    summary: end.summary ?? '',
    notes: [...(end.notes ?? []), ...hint],
    steps: end.steps ?? [],
  };
  job.share.emit({ type: 'step-ended', job: job.name, step: name, depth, result });
  return result;
}

async function endOf(step: StepSource, frame: Frame): Promise<StepEnd> {
  if (frame.job.stopped !== undefined) return { outcome: 'not-run', reason: frame.job.stopped };
  try {
    if (!evaluateCondition(step.if, scopeOf(frame))) return { outcome: 'skipped', reason: skipReason(step, frame) };
    const own = evaluateEnv(step.env, scopeOf(frame));
    return await doStep(step, frame, own);
  } catch (error) {
    if (error instanceof NotKnownError)
      return { outcome: 'not-run', reason: `it needs what is not there: ${error.reason}` };
    if (error instanceof ExpressionProblem) return { outcome: 'failure', reason: error.message };
    if (isCdevError(error, 'CDEV_E_WORKFLOW_INVALID')) return { outcome: 'failure', reason: oneLine(error.message) };
    throw error;
  }
}

/** A message with its problems below, as one line. */
function oneLine(message: string): string {
  const [head = '', ...problems] = message.split('\n');
  return problems.length === 0 ? head : `${head} ${problems.join('; ')}`;
}

function skipReason(step: StepSource, frame: Frame): string {
  const status = frame.depth === 0 ? frame.job.status : frame.status;
  if (status !== 'success' && !/\b(always|failure|cancelled)\s*\(/.test(asText(step.if)))
    return status === 'failure' ? 'a step before it failed' : 'the job was cancelled';
  return 'its if does not hold';
}

function record(
  step: StepSource,
  frame: Frame,
  { outcome, outputs = {}, steps = [] }: StepEnd,
  { name, isTolerated }: { readonly name: string; readonly isTolerated: boolean },
): void {
  const { job } = frame;
  const isMissing = outcome === 'not-run' || outcome === 'refused';
  if (isMissing || steps.some(isIncomplete)) job.notRun.push(name);
  if (step.id !== undefined) {
    const answer = isMissing
      ? new NotKnown(`step ${step.id} was not run`)
      : { outputs, outcome, conclusion: isTolerated ? ('success' as const) : outcome };
    frame.steps.set(step.id, answer);
  }
  if (outcome === 'failure' && !isTolerated) {
    // In a composite action the job's status is set when that ends.
    if (job.status === 'success' && job.notRun.length > 0) job.isInDoubt = true;
    frame.status = 'failure';
    if (frame.depth === 0 && job.status === 'success') job.status = 'failure';
  }
  if (outcome === 'cancelled') {
    frame.status = 'cancelled';
    job.status = 'cancelled';
    // What is to be done always is done still.
    job.signal = job.share.signal;
  }
}

export function isIncomplete({ status }: Pick<StepResult, 'status'>): boolean {
  return status === 'not-run' || status === 'refused' || status === 'incomplete';
}

function statusOf({ outcome, steps = [] }: StepEnd): StepStatus {
  if (outcome === 'success') return steps.some(isIncomplete) ? 'incomplete' : 'passed';
  return outcome === 'failure' ? 'failed' : outcome;
}

function toleratesFailure(step: StepSource, frame: Frame): boolean {
  try {
    return isTrue(evaluateValue(step.continueOnError ?? false, scopeOf(frame)));
  } catch {
    return false;
  }
}

/** The step's `env`, of which each value may use what is set before the step, not one another. */
export function evaluateEnv(env: SourceValues, scope: Scope): Map<string, string> {
  const evaluated = typeof env === 'string' ? evaluateValue(env, scope) : env;
  const entries = Object.entries((evaluated ?? {}) as Record<string, unknown>);
  return new Map(
    entries.map(([name, value]) => [name, typeof value === 'string' ? interpolate(value, scope) : asText(value)]),
  );
}

function nameOf(step: StepSource, scope: Scope): string {
  if (step.name === undefined) return defaultStepName(step);
  try {
    return interpolate(step.name, scope);
  } catch {
    return step.name;
  }
}

export function maskedOutputs(
  outputs: Readonly<Record<string, unknown>>,
  mask: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      value instanceof NotKnown ? `(not known: ${value.reason})` : mask(asText(value)),
    ]),
  );
}

/** What a failure may come from besides itself. */
export function doubtOf({ notRun }: JobState): readonly string[] {
  return notRun.length === 0 ? [] : [`it comes after ${listed(notRun)}, which was not run`];
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
