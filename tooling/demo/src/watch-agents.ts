import { readEvents, runState, type AgentState } from '@cdev/agent-run';
import { formatDuration } from '@cdev/core/cli';
import type { DeploymentPlan } from '@cdev/deployment-plan';

export interface WatchOptions {
  readonly commonDir: string;
  readonly plan: DeploymentPlan;
  /** Told a line for each agent at work that did something since the last time. */
  readonly say: (line: string) => void;
  /** Milliseconds between two looks. Default 15 s. */
  readonly interval?: number;
}

/** Tells now and then what running agents do, for as long as it lives: a real one may be at work for minutes. */
export function watchAgents({ commonDir, plan, say, interval = 15_000 }: WatchOptions): Disposable {
  const told = new Map<string, string>();
  const look = async (): Promise<void> => {
    const { agents } = runState(await readEvents(commonDir, plan.id), { agents: plan.agents });
    for (const agent of agents.values()) {
      const { id, status, lastActivity } = agent;
      if (status !== 'running' || lastActivity === undefined || told.get(id) === lastActivity.time) continue;
      told.set(id, lastActivity.time);
      say(`· ${id}  ${timeOf(agent)}  ${lastActivity.text}`);
    }
  };
  // A journal that is just being written is read at the next look.
  const timer = setInterval(() => void look().catch(() => {}), interval);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function timeOf({ startedAt, lastActivity }: AgentState): string {
  const started = Date.parse(startedAt ?? '');
  return formatDuration(Math.max(0, Date.parse(lastActivity?.time ?? '') - started) || 0);
}
