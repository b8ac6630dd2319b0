import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import {
  asText,
  evaluateCondition,
  ExpressionProblem,
  interpolate,
  MatrixProblem,
  NotKnown,
  NotKnownError,
} from '@cdev/github-workflow';
import { isFinished, lastRun, type EarlierRun } from '../journal/earlier-run.ts';
import { runPlace } from '../journal/run-place.ts';
import { chooseRun } from '../run/choose-run.ts';
import { digest, fingerprintOf } from '../run/fingerprint.ts';
import { combinationsOf, commandText, instanceName, prepareInstance, type Instance } from '../run/instance.ts';
import { settingOf, type RunPipelineOptions } from '../run/run-pipeline.ts';
import { scopeOf, type Setting, type StepResult } from '../run/scope.ts';
import { openStepCache, type StepCache } from '../run/step-cache.ts';
import type { StepSource } from '../source/pipeline-source.ts';
import type { PipelinePlan, PlannedStep } from './pipeline-plan.ts';

interface Planning {
  readonly setting: Setting;
  readonly results: Map<string, StepResult>;
  readonly earlier: EarlierRun | undefined;
  readonly cache: StepCache;
  readonly isFresh: boolean;
  readonly env: Context['env'];
}

/** What `runPipeline` with the same options would do; changes nothing. @throws as it does about inputs */
export async function planPipeline(options: RunPipelineOptions, context: Context): Promise<PipelinePlan> {
  const { pipeline, folder, isFresh } = options;
  const place = await runPlace({ ...context, cwd: folder });
  const last = await lastRun(join(place.runs, pipeline.name));
  const { inputs, earlier } = chooseRun(pipeline, last, { ...options, words: options.inputs });
  const results = new Map<string, StepResult>();
  const planning: Planning = {
    setting: settingOf(pipeline, { inputs, folder, results, isCancelled: () => false }),
    results,
    earlier,
    cache: openStepCache(place.cache, { folder, clock: context.clock }),
    isFresh,
    env: context.env,
  };
  const steps: PlannedStep[] = [];
  for (const step of pipeline.steps) steps.push(...(await planStep(step, planning)));
  return { pipeline: pipeline.name, file: pipeline.file, folder, inputs, resumes: earlier?.began, steps };
}

async function planStep(step: StepSource, planning: Planning): Promise<readonly PlannedStep[]> {
  const { setting, results } = planning;
  const unknown = new NotKnown(`${step.id} has not run`);
  const expect = (result: StepResult['result'], fingerprint = '', outputs: StepResult['outputs'] = unknown): void =>
    void results.set(step.id, { result, outputs, fingerprint });
  expect('success');
  try {
    if (!evaluateCondition(step.condition, scopeOf(step, setting))) {
      expect('skipped', '', {});
      return [raw(step, 'skipped', 'its condition does not hold')];
    }
    questionOf(step, setting);
    const planned = await Promise.all(
      combinationsOf(step, setting).map((combination) =>
        planInstance(prepareInstance(step, setting, combination), planning),
      ),
    );
    if (planned.every(({ outputs }) => outputs !== undefined))
      expect(
        'success',
        digest(planned.map(({ fingerprint }) => fingerprint)),
        Object.assign({}, ...planned.map(({ outputs }) => outputs)) as Record<string, string>,
      );
    return planned.map(({ line }) => line);
  } catch (error) {
    if (error instanceof NotKnownError) return [raw(step, step.cache ? 'run-or-cached' : 'run')];
    if (!(error instanceof ExpressionProblem) && !(error instanceof MatrixProblem)) throw error;
    return [raw(step, 'failed', error.message)];
  }
}

/** As far as it is known. @throws ExpressionProblem */
function questionOf(step: StepSource, setting: Setting): string | undefined {
  if (step.approval === undefined) return undefined;
  try {
    return interpolate(step.approval, scopeOf(step, setting));
  } catch (error) {
    if (error instanceof NotKnownError) return step.approval;
    throw error;
  }
}

interface PlannedInstance {
  readonly line: PlannedStep;
  readonly fingerprint: string;
  /** Undefined when they are not known before it runs. */
  readonly outputs: Readonly<Record<string, string>> | undefined;
}

async function planInstance(instance: Instance, planning: Planning): Promise<PlannedInstance> {
  const { setting, results, earlier, cache, isFresh, env } = planning;
  const { step } = instance;
  const base = {
    ...raw(step, 'run'),
    instance: instance.name,
    command: commandText(instance),
    approval: questionOf(step, setting),
  };
  const isOpen = step.needs.some((id) => results.get(id)?.outputs instanceof NotKnown);
  if (isOpen)
    return {
      line: { ...base, prospect: step.cache ? 'run-or-cached' : 'run' },
      fingerprint: '',
      outputs: undefined,
    };
  const fingerprint = await fingerprintOf(instance, setting, env);
  const end = earlier?.ends.get(instance.name);
  if (end && end.fingerprint === fingerprint && isFinished(end, step))
    return { line: { ...base, prospect: 'kept' }, fingerprint, outputs: end.outputs };
  const cached = isFresh ? undefined : await cache.find(step, fingerprint);
  return cached
    ? { line: { ...base, prospect: 'cached', reason: `as at ${cached.time}` }, fingerprint, outputs: cached.outputs }
    : { line: base, fingerprint, outputs: undefined };
}

/** As its file says it. */
function raw(step: StepSource, prospect: PlannedStep['prospect'], reason?: string): PlannedStep {
  const words = step.args.map(asText);
  return {
    instance: instanceName(step, {}),
    step: step.id,
    name: step.name,
    prospect,
    reason,
    command: step.script === undefined ? (step.run ?? '').trim() : ['cdev', step.script, ...words].join(' '),
    needs: step.needs,
    approval: step.approval,
  };
}
