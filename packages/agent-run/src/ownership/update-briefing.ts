import { isCdevError } from '@cdev/core/errors';
import { agentOf, mayWrite, type DeploymentPlan } from '@cdev/deployment-plan';
import { writeFileAtomic } from '@cdev/git';
import { contextFile } from '../context/agent-context.ts';
import { readContext, writeContext } from '../context/context-store.ts';
import { promptFile, renderPrompt } from '../context/render-prompt.ts';

/**
 * Writes what the plan now says of an agent's paths into the briefing in its worktree; the rest of it stays.
 * @returns false when there is no briefing yet: it is written from the plan when the agent is started.
 */
export async function updateBriefing(worktree: string, plan: DeploymentPlan, agentId: string): Promise<boolean> {
  const file = contextFile(worktree);
  try {
    const agent = agentOf(plan, agentId);
    const context = {
      ...(await readContext(file)),
      owns: agent.owns,
      shared: plan.shared.filter((entry) => mayWrite(entry, agentId)),
      mayCreate: agent.creates,
    };
    await writeContext(file, context);
    await writeFileAtomic(promptFile(worktree), renderPrompt(context));
    return true;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_RUN_CONTEXT_MISSING')) return false;
    throw error;
  }
}
