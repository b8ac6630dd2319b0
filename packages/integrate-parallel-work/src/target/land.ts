import { clearLocks } from '@cdev/agent-run';
import { moveBranch } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import type { Candidate } from '../candidates/candidate.ts';
import { cleanUpAgents } from '../cleanup.ts';
import { historyOf } from '../history.ts';
import type { Integration } from '../integration.ts';
import type { Integrated } from '../integrate.ts';
import type { IntegrateOptions } from '../options.ts';
import type { IntegrationReport } from '../report/integration-report.ts';
import { readReport, reportFile, writeReport } from '../report/report-store.ts';
import { closeWorktrees, type WorktreePlace } from '../worktree/integration-worktree.ts';
import { offer } from './offer.ts';
import { pushBranch, takeLease } from './push-target.ts';

export interface LandOptions {
  readonly report: IntegrationReport;
  readonly options: IntegrateOptions;
  readonly context: Context;
  readonly place: WorktreePlace;
  /** Those that went into the queue. */
  readonly candidates?: readonly Candidate[];
  /** Where the remote had the target when this began; absent where that was not asked. */
  readonly lease?: { readonly tip: string | undefined } | undefined;
}

/**
 * Ends an integration: the target moves to what was tested, by compare-and-swap, or pull requests are opened for it; then what was asked for
 * beside. The report is there before anything moves, so that an interruption loses nothing of it.
 * @throws CDEV_E_CLI_DECLINED, CDEV_E_GIT_REF_MOVED, CDEV_E_MERGE_WOULD_OVERWRITE, CDEV_E_INTEGRATE_REMOTE_MOVED, CDEV_E_INTEGRATE_PUSH_FAILED
 */
export async function land(integration: Integration, landing: LandOptions): Promise<Integrated> {
  const { options } = landing;
  let { report } = landing;
  const isOfWork = report.merged.length + report.notMerged.filter(({ kind }) => kind === 'ejected').length > 0;
  // One that found nothing to do does not take the place of the one that says what was done.
  const keep = async (): Promise<string> =>
    isOfWork || (await readReport(integration.paths)) === undefined
      ? writeReport(integration.paths, report)
      : reportFile(integration.paths);
  await keep();
  if (report.from !== report.to && !report.moved) {
    if (options.pullRequest) report = await offer(integration, { candidates: [], ...landing });
    else {
      await moveTarget(integration, landing);
      report = { ...report, moved: true };
    }
  }
  await closeWorktrees(integration, landing.place);
  if (options.push !== undefined && !options.pullRequest) report = await push(integration, { ...landing, report });
  if (options.cleanup) report = { ...report, removed: await cleanUp(integration, report) };
  const file = await keep();
  // Last, because what is cut off before it is gone on with, and after it there must be nothing left to do.
  await end(integration, report);
  return { report, file };
}

async function moveTarget(
  { repository, root, plan, journal, target }: Integration,
  landing: LandOptions,
): Promise<void> {
  const { from, to, merged } = landing.report;
  const agents = merged.length === 1 ? '1 agent' : `${merged.length} agents`;
  await landing.context.prompt.confirm(`Move ${target} from ${from.slice(0, 9)} to ${to.slice(0, 9)} (${agents})?`);
  // A run that was killed while it moved the target has left it locked.
  await clearLocks(journal, { worktree: root, branch: target });
  await moveBranch({ repository, branch: target, from, to, reason: `cdev: integrate ${plan.id}` });
  await journal.append({ type: 'target-moved', target, from, to });
}

/** Writes the end into the journal, once; an integration that was never begun has none. */
async function end({ journal }: Integration, { outcome, merged, notMerged }: IntegrationReport): Promise<void> {
  if (!historyOf(await journal.read()).open) return;
  await journal.append({
    type: 'integration-ended',
    outcome,
    merged: merged.map(({ agent }) => agent),
    ejected: notMerged.filter(({ kind }) => kind === 'ejected').map(({ agent }) => agent),
  });
}

async function push(
  { repository, target }: Integration,
  { report, options, context, lease: taken }: LandOptions,
): Promise<IntegrationReport> {
  const remote = options.push ?? '';
  const where = { remote, branch: target, signal: context.signal };
  const task = context.progress.begin(`push ${target} to ${remote}`);
  try {
    const lease = taken === undefined ? await takeLease(repository, where) : taken.tip;
    await pushBranch(repository, { ...where, source: `refs/heads/${target}`, lease });
  } catch (error) {
    task.failed();
    throw error;
  }
  task.done();
  return { ...report, pushedTo: remote };
}

async function cleanUp(integration: Integration, { merged, inTarget, moved }: IntegrationReport): Promise<string[]> {
  const agents = [...inTarget, ...(moved ? merged.map(({ agent }) => agent) : [])];
  return cleanUpAgents(integration, { agents, events: await integration.journal.read() });
}
