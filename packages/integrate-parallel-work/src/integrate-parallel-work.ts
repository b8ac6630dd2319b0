import { isMovedMeanwhile } from '@cdev/branch-merge';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireCommit } from '@cdev/git';
import { abortIntegration, type AbortedIntegration } from './abort.ts';
import { chooseAgents } from './candidates/choose-agents.ts';
import { findCandidates } from './candidates/find-candidates.ts';
import { forecastIntegration, isIn, type IntegrationForecast } from './forecast/forecast-integration.ts';
import { historyOf } from './history.ts';
import { integrate } from './integrate.ts';
import { asOnlyIntegrator, openIntegration, type Integration } from './integration.ts';
import { assertOptions, type IntegrateOptions } from './options.ts';
import type { IntegrationReport } from './report/integration-report.ts';
import { requireGh } from './target/open-pull-request.ts';

export type IntegrateResult =
  | { readonly kind: 'integrated'; readonly report: IntegrationReport; readonly file: string }
  | { readonly kind: 'forecast'; readonly forecast: IntegrationForecast }
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
  const integration = await openIntegration({ reference: options.plan, target: options.target }, context);
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
      const { report, file } = await integrate(integration, options, context);
      const isWhole = report.notMerged.every(({ kind }) => kind === 'skipped');
      return { result: { kind: 'integrated', report, file }, status: isWhole ? 'ok' : 'findings' };
    } catch (error) {
      if (attempt === 3 || !isCdevError(error) || !isMovedMeanwhile(error)) throw error;
      context.progress.note(`${integration.target} was moved meanwhile; beginning anew on top of it`);
    }
  }
}

async function forecast(
  integration: Integration,
  options: IntegrateOptions,
  { signal }: Context,
): Promise<Outcome<IntegrateResult>> {
  const { repository, plan, target, journal } = integration;
  const events = await journal.read();
  const targetTip = await requireCommit(repository, `refs/heads/${target}`);
  const chosen = chooseAgents(plan, options);
  const found = await findCandidates(integration, { chosen, events, history: historyOf(events), targetTip });
  const { strategy } = options;
  const result = await forecastIntegration(integration, { ...found, strategy, from: targetTip, signal });
  const isWhole = result.agents.every(isIn) && result.absent.every(({ kind }) => kind !== 'missing');
  return { result: { kind: 'forecast', forecast: result }, status: isWhole ? 'ok' : 'findings' };
}
