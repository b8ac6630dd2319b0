import { clearLocks } from '@cdev/agent-run';
import { moveBranch } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { cleanUpAgents } from '../cleanup.ts';
import { historyOf } from '../history.ts';
import type { Integration } from '../integration.ts';
import type { Integrated } from '../integrate.ts';
import type { IntegrateOptions } from '../options.ts';
import type { IntegrationReport } from '../report/integration-report.ts';
import { reportMarkdown } from '../report/report-markdown.ts';
import { readReport, reportFile, writeReport } from '../report/report-store.ts';
import { closeWorktrees, type WorktreePlace } from '../worktree/integration-worktree.ts';
import { openPullRequest } from './open-pull-request.ts';
import { pushBranch } from './push-target.ts';

export interface LandOptions {
  readonly report: IntegrationReport;
  readonly options: IntegrateOptions;
  readonly context: Context;
  readonly place: WorktreePlace;
}

/**
 * Ends an integration: the target moves to what was tested, by compare-and-swap, or a pull request is opened for it; then what was asked for
 * beside. The report is there before anything moves, so that an interruption loses nothing of it.
 * @throws CDEV_E_CLI_DECLINED, CDEV_E_GIT_REF_MOVED, CDEV_E_MERGE_WOULD_OVERWRITE, CDEV_E_INTEGRATE_PUSH_FAILED
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
    if (options.pullRequest) report = await offer(integration, landing);
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

async function offer(integration: Integration, landing: LandOptions): Promise<IntegrationReport> {
  const { repository, root, plan, target, journal } = integration;
  const { context, options, report } = landing;
  const { env, signal } = context;
  const remote = options.push ?? 'origin';
  const head = `cdev-integration/${plan.id}`;
  await context.prompt.confirm(`Push ${report.to.slice(0, 9)} to ${remote} as ${head} and open a pull request?`);
  await pushBranch(repository, { remote, source: report.to, branch: head, isOwn: true, signal });
  const body = reportMarkdown(report);
  const pullRequest = await openPullRequest({ cwd: root, env, signal, head, base: target, title: plan.title, body });
  await journal.append({ type: 'note', text: `Offered for ${target} as ${pullRequest}` });
  return { ...report, pullRequest };
}

async function push(
  { repository, target }: Integration,
  { report, options, context }: LandOptions,
): Promise<IntegrationReport> {
  const remote = options.push ?? '';
  const task = context.progress.begin(`push ${target} to ${remote}`);
  try {
    await pushBranch(repository, { remote, source: `refs/heads/${target}`, branch: target, signal: context.signal });
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
