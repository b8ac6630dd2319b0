import { isCdevError } from '@cdev/core/errors';
import { agentOf, claimableBy, mayWrite, type DeploymentPlan } from '@cdev/deployment-plan';
import { writeFileAtomic } from '@cdev/git';
import { contextFile } from '../context/agent-context.ts';
import { readContext, writeContext } from '../context/context-store.ts';
import { promptFile, renderPrompt } from '../context/render-prompt.ts';
import { linkedGitDir } from './guard/guard-worktree.ts';
import { ownershipRecord, readOwnershipRecord, writeOwnershipRecord } from './guard/ownership-record.ts';

/**
 * Writes what the plan now says of an agent's paths into the briefing in its worktree; the rest of it stays.
 * @returns false when there is no briefing yet: it is written from the plan when the agent is started.
 */
export async function updateBriefing(worktree: string, plan: DeploymentPlan, agentId: string): Promise<boolean> {
  const file = contextFile(worktree);
  try {
    const agent = agentOf(plan, agentId);
    const claimable = claimableBy(plan, agentId);
    const context = {
      ...(await readContext(file)),
      owns: agent.owns,
      shared: plan.shared.filter((entry) => mayWrite(entry, agentId)),
      ...(claimable && { claimable }),
      mayCreate: agent.creates,
    };
    await writeContext(file, context);
    await writeFileAtomic(promptFile(worktree), renderPrompt(context));
    await updateRecord(worktree, plan, agentId);
    return true;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_RUN_CONTEXT_MISSING')) return false;
    throw error;
  }
}

/** What the hook of the worktree judges by. */
async function updateRecord(worktree: string, plan: DeploymentPlan, agentId: string): Promise<void> {
  const gitDir = await linkedGitDir(worktree);
  const before = gitDir === undefined ? undefined : await readOwnershipRecord(gitDir);
  if (gitDir === undefined || before === undefined) return;
  const { base, others } = before;
  await writeOwnershipRecord(gitDir, { ...ownershipRecord(plan, { agentId, base }), others });
}
