import { listRuns, readEvents, runState } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { openRepository } from '@cdev/git';
import type { AgentRunRow } from './overview.ts';

const most = 20;

/** The newest runs of agents in the repository around `cwd`; none outside of one. */
export async function agentRunRows(cwd: string, signal: AbortSignal): Promise<readonly AgentRunRow[]> {
  const commonDir = await commonDirOf(cwd, signal);
  if (commonDir === undefined) return [];
  const { runs } = await listRuns(commonDir);
  return Promise.all(
    runs.slice(0, most).map(async ({ planId, createdAt, lastEventAt }) => {
      const { agents, integration } = runState(await readEvents(commonDir, planId));
      const list = [...agents.values()];
      const states: Record<string, number> = {};
      for (const { status } of list) states[status] = (states[status] ?? 0) + 1;
      return {
        plan: planId,
        createdAt,
        lastEventAt,
        states,
        tokens: list.reduce((sum, { tokens }) => sum + tokens, 0),
        cost: Math.round(list.reduce((sum, { cost }) => sum + cost, 0) * 1e6) / 1e6,
        integration: integration.status,
      };
    }),
  );
}

async function commonDirOf(cwd: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await openRepository(cwd, { signal })).commonDir;
  } catch (error) {
    if (isCdevError(error) && !signal.aborted) return undefined;
    throw error;
  }
}
