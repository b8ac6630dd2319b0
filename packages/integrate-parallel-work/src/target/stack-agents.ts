import { mergeBranches, rulesOf } from '@cdev/branch-merge';
import { commitTree, isAncestor } from '@cdev/git';
import type { Candidate } from '../candidates/candidate.ts';
import type { Integration } from '../integration.ts';
import { commitCandidate, decidedPaths } from '../queue/commit-candidate.ts';
import type { IntegrationReport, ReportedMerge } from '../report/integration-report.ts';

/** What one agent offers: its work, on the target or on that of agents without which it does not go in. */
export interface AgentOffer {
  readonly merge: ReportedMerge;
  /** Agents on whose offers it stands, in merge order. */
  readonly on: readonly string[];
  readonly commit: string;
  /** Branches on the remote. */
  readonly head: string;
  readonly base: string;
}

export interface StackOptions {
  readonly report: IntegrationReport;
  readonly candidates: readonly Candidate[];
  readonly signal: AbortSignal;
}

/** No two agents, and no plan that is called like the beginning of another, meet in one name or in a folder of refs. */
function offerBranch(planId: string, agentId: string): string {
  return `cdev-integration/${planId}--${agentId}`;
}

/**
 * A commit and a base for each agent that passed, in merge order. Who needs nobody stands on the target alone; who depends on others, or met them
 * in a file that was decided by structure, stands on the last of them. Where that cannot be merged by itself, it is the queue's own commit on the
 * target, with all that was before it. Made of nothing but what is there, so that the same comes of it again.
 */
export async function stackAgents(
  integration: Integration,
  { report, candidates, signal }: StackOptions,
): Promise<AgentOffer[]> {
  const { plan, target } = integration;
  const offers: AgentOffer[] = [];
  for (const merge of report.merged) {
    const candidate = candidates.find(({ agent }) => agent.id === merge.agent);
    if (candidate === undefined) continue;
    const needed = offers.filter((offer) => needs(candidate, merge, offer));
    const on = needed.map((offer) => offer.merge.agent);
    const commit = await commitOn(integration, { report, candidate, needed, signal });
    const last = needed.at(-1);
    const stacked = commit !== undefined && last !== undefined;
    offers.push({
      merge,
      on,
      commit: commit ?? merge.commit,
      head: offerBranch(plan.id, merge.agent),
      base: stacked ? last.head : target,
    });
  }
  return offers;
}

function needs({ agent }: Candidate, { resolved }: ReportedMerge, { merge: earlier }: AgentOffer): boolean {
  if (agent.dependsOn.includes(earlier.agent)) return true;
  return resolved.some(({ path }) => earlier.paths?.includes(path) === true);
}

interface Committing {
  readonly report: IntegrationReport;
  readonly candidate: Candidate;
  readonly needed: readonly AgentOffer[];
  readonly signal: AbortSignal;
}

async function commitOn(integration: Integration, committing: Committing): Promise<string | undefined> {
  const { repository, plan, resolving } = integration;
  const { report, candidate, needed, signal } = committing;
  const rules = rulesOf(plan);
  let tip = needed.at(-1)?.commit ?? report.from;
  for (const { commit, merge } of needed.slice(0, -1)) {
    if (await isAncestor(repository, commit, tip)) continue;
    const { tree } = await mergeBranches({ ...resolving, cwd: repository, ours: tip, theirs: commit, rules, signal });
    if (tree === undefined) return undefined;
    const { author, time } = candidate;
    const message = `Merge ${merge.agent} for ${candidate.agent.id}`;
    tip = await commitTree(repository, { tree, parents: [tip, commit], message, author, time, sign: true });
  }
  const hasOtherHistory = report.strategy !== 'merge' && needed.length > 0;
  const base = hasOtherHistory ? candidate.base : undefined;
  const merged = await mergeBranches({
    ...resolving,
    cwd: repository,
    ours: tip,
    theirs: candidate.tip,
    base,
    rules,
    signal,
  });
  if (merged.tree === undefined) return undefined;
  const resolved = decidedPaths({ resolved: merged.resolved, conflicts: [] });
  return commitCandidate(integration, report.strategy, { tip, candidate, tree: merged.tree, resolved });
}
