import { asText } from '../expression/as-text.ts';
import { NotKnown, NotKnownError } from '../expression/context-data.ts';
import { evaluateValue, interpolate, isTrue, type Scope } from '../expression/evaluate.ts';
import type { InputSource, JobSource, WorkflowSource } from '../source/workflow-source.ts';
import { calledSecrets, runJobs, type JobEnd, type JobsCall } from './run-jobs.ts';
import type { Leg } from './run-matrix.ts';
import type { JobResult } from './workflow-run.ts';

/** The jobs of a reusable workflow of this repository. */
export async function runCalled(
  { name, scope, cancel }: Leg,
  { job, call }: { readonly job: JobSource; readonly call: JobsCall },
): Promise<{ results: readonly JobResult[]; outputs: Readonly<Record<string, unknown>> }> {
  const workflow = call.share.plan.called.get((job.uses ?? '').slice(2)) as WorkflowSource;
  const given = evaluateValue(job.with, scope) as Record<string, unknown>;
  const inputs = typedInputs(workflow.callInputs, given, scope);
  const missing = Object.entries(workflow.callInputs).find(
    ([input, { isRequired }]) => isRequired && given[input] === undefined,
  );
  if (missing)
    return { results: [failed(job, name, `the input ${missing[0]} of ${job.uses} is required`)], outputs: {} };
  const ends = await runJobs({
    share: call.share,
    workflow,
    selected: [...workflow.jobs.keys()],
    inputs,
    secrets: calledSecrets(job, call.secrets, scope),
    prefix: `${name} / `,
    depth: call.depth + 1,
    cancel,
  });
  const jobs = ends.map(({ id, result, outputs, isNotRun }) => [
    id,
    isNotRun ? { result, outputs: new NotKnown(`job ${id} was not run`) } : { result, outputs },
  ]);
  const seen: Scope = {
    contexts: { ...scope.contexts, inputs, jobs: Object.fromEntries(jobs) as Record<string, unknown> },
  };
  const outputs = Object.entries(workflow.callOutputs).map(([output, value]) => [output, known(value, seen)]);
  return {
    results: ends.flatMap((end: JobEnd) => end.results),
    outputs: Object.fromEntries(outputs) as Record<string, unknown>,
  };
}

function known(value: string, scope: Scope): unknown {
  try {
    return interpolate(value, scope);
  } catch (error) {
    if (error instanceof NotKnownError) return new NotKnown(error.reason);
    throw error;
  }
}

function failed(job: JobSource, name: string, reason: string): JobResult {
  return {
    id: job.id,
    name,
    line: job.line,
    status: 'failed',
    reason,
    isTolerated: false,
    isInDoubt: false,
    duration: 0,
    outputs: {},
    steps: [],
    notes: [],
  };
}

/** Inputs with their declared types, and defaults for those that were not given. */
export function typedInputs(
  declared: Readonly<Record<string, InputSource>>,
  given: Readonly<Record<string, unknown>>,
  scope: Scope,
): Readonly<Record<string, unknown>> {
  const inputs: Record<string, unknown> = { ...given };
  for (const [name, { type, default: fallback }] of Object.entries(declared)) {
    const value = given[name] ?? (fallback === undefined ? undefined : evaluateValue(fallback, scope));
    inputs[name] = typedValue(value, type);
  }
  return inputs;
}

function typedValue(value: unknown, type: InputSource['type']): unknown {
  if (type === 'boolean') return typeof value === 'string' ? value.toLowerCase() === 'true' : isTrue(value);
  if (type === 'number') return value === undefined ? 0 : Number(value);
  return asText(value);
}
