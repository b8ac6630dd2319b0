import type { Context } from '@cdev/core/cli';
import { checksOf } from '@cdev/deployment-plan';
import { isAncestor, requireCommit } from '@cdev/git';
import { historyOf, type OpenIntegration } from '../history.ts';
import type { Integrated } from '../integrate.ts';
import type { Integration } from '../integration.ts';
import type { IntegrateOptions } from '../options.ts';
import { reportSchemaVersion, type IntegrationReport, type ReportedMerge } from '../report/integration-report.ts';
import { filesBelow } from '../report/relative-path.ts';
import { readReport } from '../report/report-store.ts';
import { reviewsOfAll } from '../report/reviews-of.ts';
import { worktreePlace } from '../worktree/integration-worktree.ts';
import { land } from './land.ts';

/** Does what is left of an integration that was interrupted after its target had moved; undefined when there is none. */
export async function finishInterrupted(
  integration: Integration,
  options: IntegrateOptions,
  context: Context,
): Promise<Integrated | undefined> {
  const { journal } = integration;
  const events = await journal.read();
  const { open } = historyOf(events);
  const to = open && (open.movedTo ?? (await commitInTarget(integration, open)));
  if (open === undefined || to === undefined) return undefined;
  const { target, from } = open;
  if (open.movedTo === undefined) await journal.append({ type: 'target-moved', target, from, to });
  const known = await readReport(integration.paths);
  const report = known?.to === to && known.from === from ? known : reportFrom(integration, open, to);
  context.progress.note(`${target} was moved already; finishing what was left`);
  const place = worktreePlace(integration, events);
  return land(integration, { report: { ...report, moved: true }, options, context, place });
}

/** The target moves to nothing but the last candidate that passed, so one of them in it says that it has moved. */
async function commitInTarget({ repository }: Integration, open: OpenIntegration): Promise<string | undefined> {
  const tip = await requireCommit(repository, `refs/heads/${open.target}`);
  const merged = open.order.flatMap((agent) => {
    const decision = open.decisions.get(agent);
    return decision?.kind === 'merged' ? [decision.commit] : [];
  });
  const last = merged.at(-1);
  return last !== undefined && last !== open.from && (await isAncestor(repository, last, tip)) ? last : undefined;
}

/** When the report itself was lost: what the journal knows. */
function reportFrom({ plan, paths }: Integration, open: OpenIntegration, to: string): IntegrationReport {
  const decisions = open.order.flatMap((agent) => {
    const decision = open.decisions.get(agent);
    return decision ? [{ agent, decision }] : [];
  });
  const title = (agent: string): string => plan.agents.find(({ id }) => id === agent)?.title ?? agent;
  const known = open.order.filter((agent) => plan.agents.some(({ id }) => id === agent));
  const merged = decisions.flatMap(({ agent, decision }) =>
    decision.kind === 'merged' ? [{ agent, title: title(agent), ...decision, tip: decision.tip ?? '' }] : [],
  );
  const reviewersFor = (agent: string): Pick<ReportedMerge, 'reviewers'> => {
    const reviewers = known.includes(agent) ? reviewsOfAll(plan, agent) : [];
    return reviewers.length > 0 ? { reviewers } : {};
  };
  const ejected = decisions.flatMap(({ agent, decision }) =>
    decision.kind === 'ejected'
      ? [
          {
            agent,
            kind: decision.kind,
            reason: decision.reason,
            ...filesBelow(paths, decision),
          },
        ]
      : [],
  );
  return {
    schemaVersion: reportSchemaVersion,
    plan: plan.id,
    title: plan.title,
    target: open.target,
    strategy: open.strategy as IntegrationReport['strategy'],
    from: open.from,
    to,
    moved: true,
    outcome: merged.length === 0 ? 'nothing' : ejected.length === 0 ? 'complete' : 'partial',
    order: open.order,
    checks: checksOf(plan, ...known).map(({ name }) => name),
    merged: merged.map(({ agent, title: name, tip, commit, resolved }) => ({
      agent,
      title: name,
      tip,
      commit,
      files: 0,
      ...reviewersFor(agent),
      resolved: resolved.map((path) => ({ path, rule: 'unknown', confidence: 'unknown', decisions: [] })),
      checks: [],
      flaky: false,
      durations: { merge: 0, checks: 0 },
    })),
    notMerged: ejected,
    inTarget: [],
    notes: ['The report was lost in an interruption; this is what the journal knows'],
    startedAt: open.startedAt,
    duration: 0,
  };
}
