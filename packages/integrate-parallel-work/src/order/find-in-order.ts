import { forecastEdges } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import type { Candidate, FoundCandidates } from '../candidates/candidate.ts';
import { chooseAgents } from '../candidates/choose-agents.ts';
import { findCandidates, type FindCandidatesOptions } from '../candidates/find-candidates.ts';
import type { Integration } from '../integration.ts';
import type { IntegrateOptions } from '../options.ts';
import { orderCandidates, type OrderedAgent } from './order-candidates.ts';

export interface FoundInOrder extends FoundCandidates {
  readonly order: readonly OrderedAgent[];
}

/**
 * The candidates in the order in which they are to go in. It follows from their commits alone, so that who goes on after an interruption finds
 * the same. @throws CDEV_E_INTEGRATE_AGENT_UNKNOWN, CDEV_E_INTEGRATE_ORDER_INVALID
 */
export async function findInOrder(
  integration: Integration,
  options: IntegrateOptions,
  { progress, signal, ...rest }: Omit<FindCandidatesOptions, 'chosen'> & Pick<Context, 'progress' | 'signal'>,
): Promise<FoundInOrder> {
  const chosen = chooseAgents(integration.plan, options);
  const found = await findCandidates(integration, { ...rest, chosen });
  const { candidates } = found;
  if (candidates.length < 2) return { ...found, order: ordered(candidates, options, []) };
  const pairs = (candidates.length * (candidates.length - 1)) / 2;
  const task = progress.begin(`forecast of ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`);
  try {
    const sides = candidates.map(({ agent, tip, base }) => ({ id: agent.id, commit: tip, base }));
    const edges = await forecastEdges(integration.repository, sides, { signal });
    task.done(edges.length === 1 ? '1 edge' : `${edges.length || 'no'} edges`);
    const order = ordered(candidates, options, edges);
    const byId = new Map(candidates.map((candidate) => [candidate.agent.id, candidate]));
    return { ...found, candidates: order.flatMap(({ agent }) => byId.get(agent) ?? []), order };
  } catch (error) {
    task.failed();
    throw error;
  }
}

function ordered(
  candidates: readonly Candidate[],
  { order: first }: IntegrateOptions,
  edges: Parameters<typeof orderCandidates>[1]['edges'],
): OrderedAgent[] {
  return orderCandidates(
    candidates.map(({ agent: { id, dependsOn } }) => ({ id, dependsOn })),
    { edges, first },
  );
}
