import { agentOf, mayWrite, patternsOverlap, type DeploymentPlan } from '@cdev/deployment-plan';

/** What assistants' pattern languages understand alike: a path, or a folder with all in it. */
const understoodAlike = /^[^*?[\]{}()!+@\\]+?(?:\/\*\*)?$/;

/**
 * What other agents own, for an assistant's own rules, as far as those can say exactly that; without what holds something that this agent may write as well. What
 * nobody owns is not in it: it can be claimed while the agent is at work, and such rules stand from its start on.
 */
export function foreignGlobs(plan: DeploymentPlan, agentId: string): readonly string[] {
  const { owns, creates } = agentOf(plan, agentId);
  const shared = plan.shared.filter((entry) => mayWrite(entry, agentId)).map(({ path }) => path);
  const own = [...owns, ...creates, ...shared];
  const foreign = plan.agents.filter(({ id }) => id !== agentId).flatMap((agent) => agent.owns);
  return foreign.filter((glob) => understoodAlike.test(glob) && !own.some((pattern) => patternsOverlap(pattern, glob)));
}
