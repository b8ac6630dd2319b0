import type { AgentState } from '@cdev/agent-run';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { isAncestor, mergeBase, resolveCommit } from '@cdev/git';
import { errors } from '../errors.ts';

interface AgentTip {
  readonly plan: DeploymentPlan;
  readonly state: AgentState | undefined;
  /** The tip of its branch. */
  readonly commit: string;
}

/**
 * Where an agent's own work begins: what the journal says, as long as the branch still stands on it, else where the branch left the plan's base.
 * @throws CDEV_E_VALIDATE_BASE_UNKNOWN
 */
export async function baseOf(cwd: string, { plan, state, commit }: AgentTip): Promise<string> {
  if (state?.base !== undefined && (await isAncestor(cwd, state.base, commit))) return state.base;
  const { commit: planned, branch } = plan.base;
  const name = planned === '' ? branch : planned;
  const start = name === '' ? undefined : await resolveCommit(cwd, name);
  const base = start === undefined ? undefined : await mergeBase(cwd, start, commit);
  if (base !== undefined) return base;
  throw errors.make('CDEV_E_VALIDATE_BASE_UNKNOWN', { plan: plan.id, base: name });
}
