import { isProcessAlive } from '@cdev/git';
import type { AgentState } from './agent-state.ts';

/** Whether its process lives. On another machine that is asked of nobody: it is at work until the journal says otherwise. */
export function isAtWork(state: AgentState | undefined): state is AgentState & { readonly pid: number } {
  if (state?.status !== 'running' || state.pid === undefined) return false;
  return state.host !== undefined || isProcessAlive(state.pid, state.startTime);
}
