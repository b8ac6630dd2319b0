import { isMovedMeanwhile } from '@cdev/branch-merge';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { checksOf } from '@cdev/deployment-plan';
import { requireCommit } from '@cdev/git';
import { abortIntegration, type AbortedIntegration } from './abort.ts';
import { forecastIntegration, isIn, type IntegrationForecast } from './forecast/forecast-integration.ts';
import { historyOf } from './history.ts';
import { integrate } from './integrate.ts';
import { asOnlyIntegrator, openIntegration, type Integration } from './integration.ts';
import { assertOptions, type IntegrateOptions } from './options.ts';
import type { QueueExplanation } from './order/explanation.ts';
import { findInOrder, type FoundInOrder } from './order/find-in-order.ts';
import { queueChooser } from './queue/choose-queue.ts';
import type { IntegrationReport } from './report/integration-report.ts';
import { requireGh } from './target/open-pull-request.ts';

export type IntegrateResult =
  | {
      readonly kind: 'integrated';
      readonly report: IntegrationReport;
      readonly file: string;
      readonly explanation?: QueueExplanation;
    }
  | { readonly kind: 'forecast'; readonly forecast: IntegrationForecast; readonly explanation?: QueueExplanation }
  | { readonly kind: 'aborted'; readonly aborted: AbortedIntegration };

/**
 * Merges the committed work of a plan's agents one upon the other, tests each tree, and moves the target to what passed. Run again after any
 * interruption it goes on, and tests nothing twice.
 * @throws CDEV_E_INTEGRATE_*, CDEV_E_MERGE_WOULD_OVERWRITE, and what opening the repository and the plan throws
 */
export async function integrateParallelWork(
  options: IntegrateOptions,
  context: Context,
): Promise<Outcome<IntegrateResult>> {
  assertOptions(options);
  const integration = await openIntegration(options, context);
  if (options.isDryRun) return forecast(integration, options, context);
  if (options.pullRequest) await requireGh(integration.root, context.env);
  return asOnlyIntegrator(integration, async () => {
    if (!options.abort) return integrateAgainIfMoved(integration, options, context);
    return { result: { kind: 'aborted', aborted: await abortIntegration(integration, context) }, status: 'ok' };
  });
}

/** Others may commit to the target while candidates are tested: then it begins anew on top of that. */
async function integrateAgainIfMoved(
  integration: Integration,
  options: IntegrateOptions,
  context: Context,
): Promise<Outcome<IntegrateResult>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { report, file, order = [] } = await integrate(integration, options, context);
      const explanation = options.explain === true && { explanation: { order, choices: report.queue ?? [] } };
      const isWhole = report.notMerged.every(({ kind }) => kind === 'skipped');
      return { result: { kind: 'integrated', report, file, ...explanation }, status: isWhole ? 'ok' : 'findings' };
    } catch (error) {
      if (attempt === 3 || !isCdevError(error) || !isMovedMeanwhile(error)) throw error;
      context.progress.note(`${integration.target} was moved meanwhile; beginning anew on top of it`);
    }
  }
}

async function forecast(
  integration: Integration,
  options: IntegrateOptions,
  { signal, progress }: Context,
): Promise<Outcome<IntegrateResult>> {
  const { repository, target, journal } = integration;
  const events = await journal.read();
  const targetTip = await requireCommit(repository, `refs/heads/${target}`);
  const history = historyOf(events);
  const found = await findInOrder(integration, options, { events, history, targetTip, progress, signal });
  const { strategy } = options;
  const result = await forecastIntegration(integration, { ...found, strategy, from: targetTip, signal });
  const isWhole = result.agents.every(isIn) && result.absent.every(({ kind }) => kind !== 'missing');
  const explanation = options.explain === true && { explanation: await explain(integration, options, found) };
  return { result: { kind: 'forecast', forecast: result, ...explanation }, status: isWhole ? 'ok' : 'findings' };
}

async function explain(
  integration: Integration,
  { atOnce }: IntegrateOptions,
  { order }: FoundInOrder,
): Promise<QueueExplanation> {
  const checks = checksOf(integration.plan, ...order.map(({ agent }) => agent));
  if (order.length < 2 || checks.length === 0) return { order, choices: [] };
  const choose = await queueChooser(integration, { checks, atMost: atOnce });
  return { order, choices: [await choose(order.length, { broken: 0, passed: 0 })] };
}
