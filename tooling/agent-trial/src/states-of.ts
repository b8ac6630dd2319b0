import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvents, runState, type AgentState } from '@cdev/agent-run';
import type { TrialRepository } from './trial-repository.ts';

/** What the journal says of each agent now. */
export async function statesOf({ commonDir, plan }: TrialRepository): Promise<ReadonlyMap<string, AgentState>> {
  return runState(await readEvents(commonDir, plan.id), { agents: plan.agents }).agents;
}

/** The assistant's own name for the conversation, as its log tells it. */
export async function sessionIn({ commonDir }: TrialRepository, attempt: number): Promise<string | undefined> {
  const text = await readFile(join(commonDir, 'cdev/runs/trial/logs', `killed-${attempt}.log`), 'utf8').catch(() => '');
  return /"(?:thread_id|sessionID)":"([^"]+)"/.exec(text)?.[1];
}
