import { readEvents, runState, type RunState } from '@cdev/agent-run';
import type { MergeCandidate } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { findPlan, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';
import { isAncestor, requireCommit, resolveCommit, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import type { ResolveConflictsOptions } from '../options.ts';
import type { BranchSubject } from './subject.ts';

/** Agents of a plan in merge order: on the plan's target, or where two or more are named on the first of them. */
export async function planSubject(
  repository: Repository,
  { plan: reference, agents }: ResolveConflictsOptions,
  { cwd }: Context,
): Promise<BranchSubject> {
  const { plan } = await findPlan({ commonDir: repository.commonDir, cwd, reference });
  const events = await readEvents(repository.commonDir, plan.id);
  const state = runState(events, { agents: plan.agents });
  const target = state.target ?? plan.base.branch;
  const chosen = chooseAgents(plan, agents);
  const { candidates, notes } = await findWork(repository, { plan, state, chosen, isAsked: agents.length > 0 });
  const [first, ...rest] = candidates;
  if (agents.length > 1 && first)
    return { kind: 'branches', onto: { commit: first.commit, name: first.id }, candidates: rest, plan, target, notes };
  const tip = await requireCommit(repository, `refs/heads/${target}`);
  const open: MergeCandidate[] = [];
  for (const candidate of candidates) {
    if (await isAncestor(repository, candidate.commit, tip)) notes.push(`${candidate.id} is in ${target} already`);
    else open.push(candidate);
  }
  return { kind: 'branches', onto: { commit: tip, name: target }, candidates: open, plan, target, notes };
}

function chooseAgents(plan: DeploymentPlan, ids: readonly string[]): readonly PlannedAgent[] {
  const known = new Map(plan.agents.map((agent) => [agent.id, agent]));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw errors.make('CDEV_E_RESOLVE_AGENT_UNKNOWN', {
      agent: unknown,
      plan: plan.id,
      known: [...known.keys()].join(', '),
    });
  const order = [...new Set([...plan.mergeOrder, ...known.keys()])];
  return order.filter((id) => ids.length === 0 || ids.includes(id)).flatMap((id) => known.get(id) ?? []);
}

interface FindWork {
  readonly plan: DeploymentPlan;
  readonly state: RunState;
  readonly chosen: readonly PlannedAgent[];
  /** Whether the agents were named: then one without work is an error. */
  readonly isAsked: boolean;
}

async function findWork(
  repository: Repository,
  { plan, state, chosen, isAsked }: FindWork,
): Promise<{ candidates: MergeCandidate[]; notes: string[] }> {
  const candidates: MergeCandidate[] = [];
  const notes: string[] = [];
  for (const agent of chosen) {
    const known = state.agents.get(agent.id);
    const branch = known?.branch ?? agent.branch;
    const commit = await resolveCommit(repository, `refs/heads/${branch}`);
    if (commit === undefined && isAsked) throw errors.make('CDEV_E_RESOLVE_NO_BRANCH', { agent: agent.id, branch });
    if (commit === undefined || commit === known?.base || commit === plan.base.commit)
      notes.push(`${agent.id} has committed nothing`);
    else candidates.push({ id: agent.id, commit });
  }
  return { candidates, notes };
}
