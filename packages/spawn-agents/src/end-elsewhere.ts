import type { AgentState } from '@cdev/agent-run';
import type { AgentEnd } from './agent-end.ts';

/** How an attempt ended, or stands, that another process has made of an agent of this run, as the journal tells it. */
export function endElsewhere(state: AgentState): AgentEnd {
  const { id: agent, attempt, ended, reasons, startedAt, endedAt, log } = state;
  const duration =
    startedAt === undefined || endedAt === undefined ? 0 : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  return {
    agent,
    attempt,
    verdict: ended ?? 'failed',
    ...(ended !== 'done' && { reason: ended === undefined ? 'another process has it at work' : reasons.join('; ') }),
    duration,
    log,
    steps: [],
    notes: ['another process sent it back meanwhile'],
    isElsewhere: true,
  };
}
