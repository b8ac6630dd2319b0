import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '@cdev/core/cli';
import { holderOfAgent } from '../agent-hold.ts';
import { isBuildable } from '../choose-agents.ts';
import { readState, type SpawnRun } from '../open-run.ts';
import type { Elsewhere } from './run-in-order.ts';

/** Milliseconds between two looks at who has an agent in hand, while others wait for it. */
const interval = 500;

/** Agents that another process has in hand: one that sends a single agent back, or a person's conversation. */
export function agentsElsewhere(
  run: SpawnRun,
  mayBuildOn: (agent: string) => Promise<boolean>,
  { progress }: Pick<Context, 'progress'>,
): Elsewhere {
  const told = new Set<string>();
  const heldOf = (agents: readonly string[]): string[] => agents.filter((agent) => isElsewhere(run, agent));
  const buildable = async (agents: readonly string[]): Promise<string[]> => {
    if (agents.length === 0) return [];
    const { agents: states } = await readState(run);
    const found: string[] = [];
    for (const agent of agents) {
      const state = states.get(agent);
      if (state !== undefined && isBuildable(state) && (await mayBuildOn(agent))) found.push(agent);
    }
    return found;
  };
  return {
    change: async (agents, { mayBegin, signal }) => {
      let held = heldOf(agents);
      const done = await buildable(agents);
      if (done.length > 0) return done;
      for (;;) {
        if (signal.aborted) return [];
        if (!mayBegin && held.length === 0) return undefined;
        if (!mayBegin) for (const agent of held) tellOnce(agent);
        await pause(interval, undefined, { signal }).catch(() => {});
        const now = heldOf(agents);
        if (held.some((agent) => !now.includes(agent))) return buildable(agents);
        held = now;
      }
    },
  };

  function tellOnce(agent: string): void {
    if (!told.has(agent))
      progress.note(`${agent} is waited for: process ${holderOfAgent(run, agent)?.pid} has it in hand`);
    told.add(agent);
  }
}

/** Whether another process than this one has the agent in hand. */
export function isElsewhere(run: SpawnRun, agent: string): boolean {
  const holder = holderOfAgent(run, agent);
  return holder !== undefined && holder.pid !== process.pid;
}
