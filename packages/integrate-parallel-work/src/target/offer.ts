import { createHash } from 'node:crypto';
import type { Context } from '@cdev/core/cli';
import { git, resolveCommit, updateRef, type GitPlace } from '@cdev/git';
import type { Integration } from '../integration.ts';
import type { IntegrateOptions } from '../options.ts';
import type { IntegrationReport, ReportedPullRequest } from '../report/integration-report.ts';
import { offerMarkdown } from '../report/offer-markdown.ts';
import { openPullRequest } from './open-pull-request.ts';
import { pushBranch } from './push-target.ts';
import { stackAgents, type StackOptions } from './stack-agents.ts';

export interface OfferOptions extends Pick<StackOptions, 'report' | 'candidates'> {
  readonly options: IntegrateOptions;
  readonly context: Context;
}

/**
 * A pull request for each agent that passed, in merge order, instead of moving the target. Its branch is pushed if the remote has there what an
 * earlier call has put there, or nothing. Cut off, the same call goes on: what is open gets its text anew.
 * @throws CDEV_E_CLI_DECLINED, CDEV_E_INTEGRATE_REMOTE_MOVED, CDEV_E_INTEGRATE_PUSH_FAILED, CDEV_E_INTEGRATE_PULL_REQUEST_FAILED
 */
export async function offer(integration: Integration, offering: OfferOptions): Promise<IntegrationReport> {
  const { repository, root, plan, journal } = integration;
  const { report, candidates, options, context } = offering;
  const { env, signal, progress } = context;
  const remote = options.push ?? 'origin';
  const offers = await stackAgents(integration, { report, candidates, signal });
  const many = offers.length === 1 ? '1 pull request' : `${offers.length} pull requests`;
  await context.prompt.confirm(`Push ${offers.length === 1 ? 'a branch' : 'branches'} to ${remote} for ${many}?`);
  const opened: ReportedPullRequest[] = [];
  const there = await offeredTo(repository, remote);
  for (const one of offers) {
    const { merge, commit, head, base, on } = one;
    const task = progress.begin(`pull request of ${merge.agent}`);
    try {
      // What an earlier call has put there; whatever else is there is somebody's own.
      const ours = `${there}/${plan.id}/${merge.agent}`;
      const lease = await resolveCommit(repository, ours);
      await pushBranch(repository, { remote, source: commit, branch: head, lease, signal });
      await updateRef(repository, { ref: ours, to: commit, from: lease });
      const body = offerMarkdown(report, one, opened);
      const { url, isNew } = await openPullRequest({ cwd: root, env, signal, head, base, title: merge.title, body });
      opened.push({ agent: merge.agent, url, head, base, on: [...on] });
      await journal.append({ type: 'note', agent: merge.agent, text: `Offered for ${base} as ${url}` });
      task.done(isNew ? url : `${url} (was open)`);
    } catch (error) {
      task.failed();
      throw error;
    }
  }
  return { ...report, pullRequests: opened };
}

/** Beginning of the refs that tell what was pushed to a remote. By its address, in no form that could be read: that may hold a password. */
async function offeredTo(place: GitPlace, remote: string): Promise<string> {
  const { stdoutBytes } = await git(place, ['ls-remote', '--get-url', '--', remote], { isQuestion: true });
  const address = createHash('sha256').update(stdoutBytes).digest('hex').slice(0, 16);
  return `refs/cdev/offered/${address}`;
}
