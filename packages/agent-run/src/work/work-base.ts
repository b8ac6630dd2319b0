import type { DeploymentPlan } from '@cdev/deployment-plan';
import { isAncestor, mergeBase, resolveCommit, type GitPlace } from '@cdev/git';
import type { AgentState } from '../state/agent-state.ts';

export interface WorkTip {
  readonly plan: Pick<DeploymentPlan, 'base'>;
  readonly state: Pick<AgentState, 'base'> | undefined;
  /** The tip of its branch. */
  readonly tip: string;
}

/**
 * Where an agent's own work begins: what the journal says, as long as the branch still stands on it, else where the branch left the plan's base.
 * Undefined when neither is there.
 */
export async function workBase(place: GitPlace, { plan, state, tip }: WorkTip): Promise<string | undefined> {
  if (state?.base !== undefined && (await isAncestor(place, state.base, tip))) return state.base;
  const { commit, branch } = plan.base;
  const name = commit === '' ? branch : commit;
  const start = name === '' ? undefined : await resolveCommit(place, name);
  return start === undefined ? undefined : mergeBase(place, start, tip);
}
