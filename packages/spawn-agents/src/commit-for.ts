import { commitWork, findCredentialsInWork, type CommittedWork } from '@cdev/agent-run';
import { currentPlan, type SpawnRun } from './open-run.ts';

/** The same function that agent-commit uses; the agent's checks are not run here. */
export async function commitFor(run: SpawnRun, agent: string, worktree: string): Promise<CommittedWork> {
  const { journal, repository } = run;
  return commitWork({
    worktree,
    plan: await currentPlan(run),
    agentId: agent,
    journal,
    inspect: (changes) => findCredentialsInWork(changes, { place: repository.commonDir, severity: 'error' }),
  });
}
