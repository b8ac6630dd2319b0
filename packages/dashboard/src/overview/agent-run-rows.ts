import { listRuns, readEvents, runState } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { openRepository } from '@cdev/git';
import type { AgentRunRow } from './overview.ts';

const most = 20;

export interface AgentRuns {
  readonly rows: readonly AgentRunRow[];
  /** Plans whose journal cannot be read. */
  readonly unreadable: readonly string[];
}

/** The newest runs of agents in the repository around `cwd`; none outside of one. */
export async function agentRunRows(cwd: string, signal: AbortSignal): Promise<AgentRuns> {
  const commonDir = await commonDirOf(cwd, signal);
  if (commonDir === undefined) return { rows: [], unreadable: [] };
  const { runs, unreadable } = await listRuns(commonDir);
  const rows = await Promise.all(
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
  return { rows, unreadable: unreadable.map(({ planId }) => planId) };
}

async function commonDirOf(cwd: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await openRepository(cwd, { signal })).commonDir;
  } catch (error) {
    if (isCdevError(error) && !signal.aborted) return undefined;
    throw error;
  }
}
