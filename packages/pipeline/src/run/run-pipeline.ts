import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { withLock } from '@cdev/git';
import { errors } from '../errors.ts';
import { lastRun } from '../journal/earlier-run.ts';
import { openJournal } from '../journal/journal.ts';
import { makeRun, runPlace } from '../journal/run-place.ts';
import type { PipelineSource, StepSource } from '../source/pipeline-source.ts';
import { chooseRun, type ChosenRun } from './choose-run.ts';
import type { Frame } from './frame.ts';
import { evaluateEnvironment } from './instance.ts';
import type { PipelineRun, StepReport } from './pipeline-run.ts';
import { runStep } from './run-step.ts';
import type { Setting, StepResult } from './scope.ts';
import { createSlots } from './slots.ts';
import { openStepCache } from './step-cache.ts';
import { createStop } from './stop.ts';

export interface RunPipelineOptions {
  readonly pipeline: PipelineSource;
  /** Where the steps run. */
  readonly folder: string;
  /** `name=value` */
  readonly inputs: readonly string[];
  /** Steps that are approved beforehand. */
  readonly approve: readonly string[];
  /** All of them are. */
  readonly yes: boolean;
  /** Go on with the last run although it failed. */
  readonly isResumed: boolean;
  /** Begin anew, and take nothing from the cache. */
  readonly isFresh: boolean;
  readonly maxParallel: number | undefined;
}

/**
 * Runs the steps of a pipeline as their needs allow. A run that was killed, interrupted or waits for an approval is gone on with: a step that
 * finished is not run again while its command, its environment, the files it declares and the steps it needs are what they were.
 * Outcome: `findings` when a step failed, `pending` when one said that there is no answer yet.
 * @throws CDEV_E_PIPELINE_*, CDEV_E_CLI_DECLINED, CDEV_E_GIT_LOCK_HELD, CDEV_E_SUBPROCESS_CANCELLED
 */
export async function runPipeline(options: RunPipelineOptions, context: Context): Promise<Outcome<PipelineRun>> {
  const { pipeline } = options;
  requireApprovable(options);
  const place = await runPlace({ ...context, cwd: options.folder });
  const runs = join(place.runs, pipeline.name);
  const lock = { what: `the pipeline ${pipeline.name}`, waitLimit: 2000, signal: context.signal };
  return withLock(`${runs}.lock`, lock, async () => {
    const chosen = chooseRun(pipeline, await lastRun(runs), { ...options, words: options.inputs });
    const run = chosen.earlier?.run ?? (await makeRun(runs));
    return runAll(options, { context, chosen, run, folder: join(runs, run), cache: place.cache });
  });
}

function requireApprovable({ pipeline, approve }: RunPipelineOptions): void {
  const wanting = pipeline.steps.filter(({ approval }) => approval !== undefined).map(({ id }) => id);
  const unknown = approve.find((step) => !wanting.includes(step));
  if (unknown === undefined) return;
  const known = wanting.join(', ') || 'none';
  throw errors.make('CDEV_E_PIPELINE_STEP_UNKNOWN', { pipeline: pipeline.name, step: unknown, known });
}

interface Place {
  readonly context: Context;
  readonly chosen: ChosenRun;
  readonly run: string;
  /** The run's. */
  readonly folder: string;
  readonly cache: string;
}

async function runAll(options: RunPipelineOptions, place: Place): Promise<Outcome<PipelineRun>> {
  const { pipeline } = options;
  const { context, chosen, run, folder } = place;
  const started = performance.now();
  const { inputs, earlier } = chosen;
  const reports = new Map<string, StepReport[]>(pipeline.steps.map(({ id }) => [id, []]));
  const results = new Map<string, StepResult>();
  const frame = makeFrame(options, place, { results, report: (one) => reports.get(one.step)?.push(one) });
  const { journal, stop } = frame;
  await journal.append(
    earlier ? { type: 'run-resumed' } : { type: 'run-began', schemaVersion: 1, pipeline: pipeline.name, inputs },
  );
  if (earlier) context.progress.note(`Going on with the run of ${earlier.began} (--fresh begins anew)`);
  await runInOrder(pipeline.steps, frame, results);
  const steps = [...reports.values()].flat();
  const status = stop.isStopped() ? 'stopped' : statusOf(steps);
  const ended = journal.append({ type: 'run-ended', status });
  // Whatever ended the run is what is told, also where the journal cannot take it.
  await (status === 'stopped' ? ended.catch(() => {}) : ended);
  if (status === 'stopped') throw stop.reason() ?? context.signal.reason;
  const result = { pipeline: pipeline.name, run, status, resumed: earlier?.began, folder, inputs, steps };
  const outcome = { passed: 'ok', failed: 'findings', pending: 'pending' } as const;
  return { result: { ...result, duration: Math.round(performance.now() - started) }, status: outcome[status] };
}

interface Gathering {
  readonly results: ReadonlyMap<string, StepResult>;
  readonly report: (report: StepReport) => void;
}

function makeFrame(options: RunPipelineOptions, place: Place, { results, report }: Gathering): Frame {
  const { pipeline, folder, approve, yes, isFresh } = options;
  const { context, chosen } = place;
  const stop = createStop(context.signal);
  const count = options.maxParallel ?? pipeline.maxParallel ?? availableParallelism();
  return {
    context,
    setting: settingOf(pipeline, { inputs: chosen.inputs, folder, results, isCancelled: stop.isStopped }),
    journal: openJournal(join(place.folder, 'journal.ndjson'), context.clock),
    folder: place.folder,
    earlier: chosen.earlier,
    cache: openStepCache(place.cache, { folder, clock: context.clock }),
    isFresh,
    slots: createSlots(Math.max(1, count)),
    stop,
    approves: (step) => yes || approve.includes(step),
    report,
  };
}

export function settingOf(pipeline: PipelineSource, rest: Omit<Setting, 'pipeline' | 'env'>): Setting {
  const env = evaluateEnvironment(pipeline.env, { contexts: { inputs: rest.inputs } });
  return { pipeline, env, ...rest };
}

/** Each step as soon as those it needs have ended. Steps come behind their needs, so these have their promise already. */
async function runInOrder(steps: readonly StepSource[], frame: Frame, results: Map<string, StepResult>): Promise<void> {
  const ends = new Map<string, Promise<void>>();
  for (const step of steps) {
    const begin = async (): Promise<void> => {
      await Promise.all(step.needs.flatMap((id) => ends.get(id) ?? []));
      try {
        results.set(step.id, await runStep(step, frame));
      } catch (error) {
        frame.stop.because(error);
        results.set(step.id, { result: 'cancelled', outputs: {}, fingerprint: '' });
      }
    };
    ends.set(step.id, begin());
  }
  await Promise.all(ends.values());
}

function statusOf(steps: readonly StepReport[]): PipelineRun['status'] {
  const has = (...statuses: readonly StepReport['status'][]): boolean =>
    steps.some(({ status, isTolerated }) => statuses.includes(status) && !isTolerated);
  if (has('failed', 'timed-out', 'cancelled')) return 'failed';
  return has('pending') ? 'pending' : 'passed';
}
