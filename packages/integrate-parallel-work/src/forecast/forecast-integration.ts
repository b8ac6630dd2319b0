import { mergeInOrder, rulesOf, type OrderedMerge } from '@cdev/branch-merge';
import type { AbsentAgent, Candidate, FoundCandidates } from '../candidates/candidate.ts';
import { changesOfBranch, foreignAmong, foreignReason } from '../candidates/foreign-changes.ts';
import { checksOf } from '@cdev/deployment-plan';
import { changedPaths } from '@cdev/git';
import type { Integration } from '../integration.ts';
import type { IntegrationStrategy } from '../options.ts';
import { brokenReason } from '../queue/broken-reason.ts';
import { resolutionsOf } from '../queue/reported-resolutions.ts';
import type { ReportedResolution } from '../report/integration-report.ts';

/** What would become of one agent. */
export interface ForecastAgent {
  readonly agent: string;
  readonly title: string;
  /** `merges`: by git alone; `resolves`: with decisions by structure; the others do not go in. */
  readonly kind: 'merges' | 'resolves' | 'conflicts' | 'refused' | 'blocked';
  /** Why it does not go in. */
  readonly reason?: string;
  readonly resolved: readonly ReportedResolution[];
}

export interface IntegrationForecast {
  readonly plan: string;
  readonly title: string;
  readonly target: string;
  readonly strategy: IntegrationStrategy;
  readonly from: string;
  /** A commit of all that would go in, which no ref names. */
  readonly to: string;
  readonly agents: readonly ForecastAgent[];
  readonly absent: readonly AbsentAgent[];
  /** Commands that the tree of all that would go in would have to pass. */
  readonly checks: readonly string[];
  readonly notes: readonly string[];
}

export interface ForecastOptions extends FoundCandidates {
  readonly strategy: IntegrationStrategy;
  readonly from: string;
  readonly signal: AbortSignal;
}

/** How the integration would go as far as that can be known without running a check. No file, ref or journal is touched. */
export async function forecastIntegration(
  integration: Integration,
  options: ForecastOptions,
): Promise<IntegrationForecast> {
  const { plan, target, memory } = integration;
  const { candidates, absent, strategy, from } = options;
  const agents: ForecastAgent[] = [];
  let onto = from;
  for (const candidate of candidates) {
    const blocked = blockedBy(candidate, { agents, absent });
    const refusal = blocked ?? candidate.refusal;
    const merge =
      refusal === undefined ? await mergeOne(integration, { candidate, onto, agents, ...options }) : undefined;
    const found = merge && (await judge(integration, { candidate, merge, onto, agents }));
    const { id, title } = candidate.agent;
    if (found) agents.push(found);
    else {
      const kind = blocked === undefined ? 'refused' : 'blocked';
      agents.push({ agent: id, title, kind, reason: refusal ?? '', resolved: [] });
    }
    if (found && isIn(found)) onto = merge?.result ?? onto;
  }
  const notes = [...options.notes, ...(memory?.notes() ?? [])];
  const checks = checksOf(plan, ...agents.filter(isIn).map(({ agent }) => agent)).map(({ command }) => command);
  return { plan: plan.id, title: plan.title, target, strategy, from, to: onto, agents, absent, checks, notes };
}

export function isIn({ kind }: ForecastAgent): boolean {
  return kind === 'merges' || kind === 'resolves';
}

function blockedBy(
  { agent }: Candidate,
  { agents, absent }: { readonly agents: readonly ForecastAgent[]; readonly absent: readonly AbsentAgent[] },
): string | undefined {
  for (const id of agent.dependsOn) {
    const failed = agents.find((other) => other.agent === id && !isIn(other));
    if (failed) return `it depends on ${id}, which would be ejected`;
    const missing = absent.find((other) => other.agent === id && other.kind !== 'in-target');
    if (missing) return `it depends on ${id}, which is not part of this: ${missing.reason}`;
  }
  return undefined;
}

interface Merging {
  readonly candidate: Candidate;
  readonly onto: string;
  readonly agents: readonly ForecastAgent[];
  readonly signal: AbortSignal;
}

async function mergeOne(
  { repository, plan, target, resolving }: Integration,
  { candidate, onto, agents, signal }: Merging,
): Promise<OrderedMerge | undefined> {
  const candidates = [{ id: candidate.agent.id, commit: candidate.tip }];
  const options = {
    ...resolving,
    cwd: repository,
    onto: { commit: onto, name: nameOf(target, agents) },
    candidates,
    checksImports: true,
    rules: rulesOf(plan),
    signal,
  };
  return (await mergeInOrder(options))[0];
}

/** What a candidate is merged on, in words. */
function nameOf(target: string, agents: readonly ForecastAgent[]): string {
  const names = agents.filter(isIn).map(({ agent }) => agent);
  return names.length === 0 ? target : `${target} with ${names.join(', ')}`;
}

async function judge(
  { repository, plan, target }: Integration,
  { candidate, merge, onto, agents }: Omit<Merging, 'signal'> & { readonly merge: OrderedMerge },
): Promise<ForecastAgent> {
  const { id, title } = candidate.agent;
  const { result, merge: merged } = merge;
  const paths =
    result === undefined
      ? merged.conflicts.map(({ path }) => path)
      : (await changedPaths(repository, onto, result)).map(({ path }) => path);
  const changes =
    result === undefined ? changesOfBranch(candidate, paths) : { agent: id, from: onto, to: result, paths };
  const foreign = await foreignAmong(repository, plan, changes);
  if (foreign.length > 0) return { agent: id, title, kind: 'refused', reason: foreignReason(foreign), resolved: [] };
  const resolved = resolutionsOf(merged);
  if (merged.brokenImports.length > 0) {
    const reason = brokenReason(merged.brokenImports, nameOf(target, agents));
    return { agent: id, title, kind: 'conflicts', reason, resolved };
  }
  if (result !== undefined) return { agent: id, title, kind: resolved.length > 0 ? 'resolves' : 'merges', resolved };
  const open = merged.conflicts.map(({ path, reason }) => `${path}: ${reason}`);
  return { agent: id, title, kind: 'conflicts', reason: open.join('; '), resolved };
}
