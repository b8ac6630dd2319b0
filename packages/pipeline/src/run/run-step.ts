import { isCdevError } from '@cdev/core/errors';
import { evaluateCondition, ExpressionProblem, interpolate, MatrixProblem } from '@cdev/github-workflow';
import { errors } from '../errors.ts';
import type { StepSource } from '../source/pipeline-source.ts';
import { digest, fingerprintOf } from './fingerprint.ts';
import type { Frame } from './frame.ts';
import { combinationsOf, prepareInstance } from './instance.ts';
import type { StepReport } from './pipeline-run.ts';
import { earlierEnd, runInstance, type ReadyInstance } from './run-instance.ts';
import { scopeOf, type StepResult } from './scope.ts';

/**
 * Runs a step whose needs have all ended: asks whether it is to be run, asks for approval, runs its combinations.
 * @throws what ends the whole run: CDEV_E_PIPELINE_APPROVAL_NEEDED, CDEV_E_CLI_DECLINED, CDEV_E_PIPELINE_JOURNAL_UNUSABLE
 */
export async function runStep(step: StepSource, frame: Frame): Promise<StepResult> {
  const alone = (status: StepReport['status'], reason?: string): StepReport => ({
    instance: step.id,
    step: step.id,
    name: step.name,
    status,
    isTolerated: status === 'failed' && step.continueOnError,
    attempts: 0,
    reason,
    outputs: {},
    duration: 0,
  });
  const tell = (reports: readonly StepReport[], fingerprint: string): StepResult => {
    for (const report of reports) frame.report(report);
    return { ...resultOf(reports), fingerprint };
  };
  if (frame.stop.isStopped()) return tell([alone('not-run')], '');
  const { setting } = frame;
  let ready: readonly ReadyInstance[];
  let question: string;
  try {
    if (!evaluateCondition(step.condition, scopeOf(step, setting)))
      return tell([alone('skipped', skipReason(step, frame))], '');
    question = interpolate(step.approval ?? '', scopeOf(step, setting));
    ready = await readyInstances(step, frame);
  } catch (error) {
    if (!(error instanceof ExpressionProblem) && !(error instanceof MatrixProblem)) throw error;
    return tell([alone('failed', error.message)], '');
  }
  if (ready.length === 0) return tell([alone('skipped', 'its matrix is empty')], '');
  const fingerprint = digest(ready.map((one) => one.fingerprint));
  if (step.approval !== undefined && ready.some((one) => !earlierEnd(one, frame)))
    await approve(step, frame, { question, fingerprint });
  const failFast = new AbortController();
  const signal = AbortSignal.any([frame.stop.signal, failFast.signal]);
  const reports = await Promise.all(
    ready.map((one) =>
      frame.slots.use(async () => {
        const report = await runInstance(one, frame, signal);
        const isFailure = report.status === 'failed' || report.status === 'timed-out';
        if (isFailure && step.failFast && !step.continueOnError) failFast.abort();
        return report;
      }),
    ),
  );
  return tell(reports, fingerprint);
}

async function readyInstances(step: StepSource, frame: Frame): Promise<readonly ReadyInstance[]> {
  const { setting, context } = frame;
  const at = setting.pipeline.steps.indexOf(step) + 1;
  return Promise.all(
    combinationsOf(step, setting).map(async (combination, index) => {
      const instance = prepareInstance(step, setting, combination);
      const words = instance.name.replaceAll(/[^\w.-]+/g, '-').replace(/-$/, '');
      return {
        instance,
        fingerprint: await fingerprintOf(instance, setting, context.env),
        prefix: `${String(at).padStart(2, '0')}${step.matrix === undefined ? '' : `.${index + 1}`}-${words.slice(0, 60)}`,
      };
    }),
  );
}

/** The question comes when nothing else runs, so that nothing scrolls it away. */
async function approve(
  step: StepSource,
  frame: Frame,
  { question, fingerprint }: { readonly question: string; readonly fingerprint: string },
): Promise<void> {
  const { setting, context, earlier, journal, stop } = frame;
  if (earlier?.approved.get(step.id) === fingerprint) return;
  if (!frame.approves(step.id))
    await frame.slots.useAlone(async () => {
      if (stop.isStopped()) return;
      try {
        await context.prompt.confirm(question);
      } catch (error) {
        if (!isCdevError(error, 'CDEV_E_CLI_CONFIRMATION_NEEDED')) throw error;
        const { name } = setting.pipeline;
        throw errors.make('CDEV_E_PIPELINE_APPROVAL_NEEDED', { pipeline: name, step: step.id, question });
      }
    });
  if (!stop.isStopped()) await journal.append({ type: 'step-approved', step: step.id, fingerprint });
}

function skipReason(step: StepSource, { setting }: Frame): string {
  const missed = step.needs.filter((id) => setting.results.get(id)?.result !== 'success');
  return missed.length > 0 ? `${missed.join(', ')} did not succeed` : 'its condition does not hold';
}

/** In GitHub's words; of outputs that several combinations give the last counts. */
function resultOf(reports: readonly StepReport[]): Pick<StepResult, 'result' | 'outputs'> {
  const has = (...statuses: readonly StepReport['status'][]): boolean =>
    reports.some(({ status, isTolerated }) => statuses.includes(status) && !isTolerated);
  const outputs = Object.assign({}, ...reports.map((report) => report.outputs)) as Record<string, string>;
  if (has('failed', 'timed-out')) return { result: 'failure', outputs };
  if (has('cancelled', 'pending', 'not-run')) return { result: 'cancelled', outputs };
  return { result: has('skipped') ? 'skipped' : 'success', outputs };
}
