import { listRuns, readEvents, runCosts, type AgentCost } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { findPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import { errors } from '../errors.ts';

export interface CostsOptions {
  /** All plans when undefined. */
  readonly plan: string | undefined;
  readonly by: 'agent' | 'plan' | 'day' | 'driver';
  /** The first day that counts, as `2026-11-27`. */
  readonly since: string | undefined;
}

/** Sums; see `AgentCost` for what each means. */
export type CostSum = Pick<AgentCost, 'attempts' | 'tokens' | 'cost' | 'unpricedTokens'>;

export interface CostGroup extends CostSum {
  /** A day, plan or driver; an agent as `<plan>/<agent>`, for its name is its plan's. */
  readonly name: string;
}

export interface CostsResult {
  readonly by: CostsOptions['by'];
  /** By plan, then as the journal has them. */
  readonly entries: readonly AgentCost[];
  /** Days in their order; else the dearest first, then by tokens. */
  readonly groups: readonly CostGroup[];
  readonly total: CostSum;
  /** What is missing in all of these. */
  readonly unreadable: readonly { readonly plan: string; readonly reason: string }[];
}

/**
 * What the agents used, as the journals of the repository's runs tell it.
 * @throws CDEV_E_GIT_NOT_A_REPOSITORY, CDEV_E_PLAN_NOT_FOUND, CDEV_E_SPAWN_NO_RUN, CDEV_E_SPAWN_DAY
 */
export async function spawnCosts(
  { plan, by, since = '' }: CostsOptions,
  { cwd, signal }: Pick<Context, 'cwd' | 'signal'>,
): Promise<Outcome<CostsResult>> {
  if (since !== '' && !isDay(since)) throw errors.make('CDEV_E_SPAWN_DAY', { day: since });
  const { commonDir } = await openRepository(cwd, { signal });
  const { runs, unreadable } = await listRuns(commonDir);
  const all = new Set([...runs, ...unreadable].map(({ planId }) => planId));
  // A run is told of as long as its journal is there; its plan may be gone.
  const only =
    plan === undefined || all.has(plan) ? plan : (await findPlan({ commonDir, cwd, reference: plan })).plan.id;
  if (only !== undefined && !all.has(only)) throw errors.make('CDEV_E_SPAWN_NO_RUN', { plan: only });
  const entries: AgentCost[] = [];
  const isWanted = ({ planId }: { readonly planId: string }): boolean => only === undefined || planId === only;
  for (const { planId } of runs.filter(isWanted).toSorted((one, other) => one.planId.localeCompare(other.planId, 'en')))
    entries.push(...runCosts(planId, await readEvents(commonDir, planId)).filter(({ day }) => day >= since));
  const missing = unreadable.filter(isWanted).map(({ planId, error }) => ({ plan: planId, reason: reasonOf(error) }));
  const result = { by, entries, groups: groupsOf(entries, by), total: sumOf(entries), unreadable: missing };
  return { result, status: missing.length === 0 ? 'ok' : 'findings' };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

function reasonOf(error: unknown): string {
  if (isCdevError(error)) return error.message;
  return error instanceof Error ? error.message : String(error);
}

function groupsOf(entries: readonly AgentCost[], by: CostsOptions['by']): readonly CostGroup[] {
  const groups = Map.groupBy(entries, (entry) => (by === 'agent' ? `${entry.plan}/${entry.agent}` : entry[by]));
  const sums = [...groups].map(([name, members]) => ({ name, ...sumOf(members) }));
  return by === 'day'
    ? sums.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    : sums.toSorted((one, other) => other.cost - one.cost || other.tokens - one.tokens);
}

function sumOf(entries: readonly AgentCost[]): CostSum {
  const add = (field: keyof CostSum): number => entries.reduce((sum, entry) => sum + entry[field], 0);
  const [attempts, tokens, unpricedTokens] = [add('attempts'), add('tokens'), add('unpricedTokens')];
  // Sums of binary fractions: 0.1 + 0.2 is to be 0.3 for who reads the JSON.
  return { attempts, tokens, cost: Math.round(add('cost') * 1e6) / 1e6, unpricedTokens };
}
