import type { RunEvent } from '../run-event.ts';

/** What one agent used on one day, by one driver. */
export interface AgentCost {
  readonly plan: string;
  readonly agent: string;
  /** `2026-11-27`, in UTC as the journal's times are. */
  readonly day: string;
  /** Of the attempt that was at work; `unknown` where the journal has no start of one. */
  readonly driver: string;
  /** Begun that day. */
  readonly attempts: number;
  readonly tokens: number;
  /** US dollars, as far as the assistant told them. */
  readonly cost: number;
  /** Of `tokens`, those of attempts that told no dollars: `cost` is then too low by what they cost. */
  readonly unpricedTokens: number;
}

interface Sum {
  attempts: number;
  tokens: number;
  cost: number;
  unpricedTokens: number;
}

/**
 * What a run used, from its events: by agent, day and driver, in the order of the first event of each. Agents that started and told nothing are there with zeros;
 * an attempt over midnight counts on each day for what it told on it.
 */
export function runCosts(plan: string, events: readonly RunEvent[]): readonly AgentCost[] {
  const drivers = new Map<string, string>();
  // By attempt: one that tells dollars prices all its tokens, wherever the two numbers stand.
  const priced = new Set(
    events.flatMap((event) =>
      event.type === 'agent-activity' && event.activity.cost !== undefined ? [`${event.agent} ${event.attempt}`] : [],
    ),
  );
  const sums = new Map<string, { readonly key: Pick<AgentCost, 'agent' | 'day' | 'driver'>; readonly sum: Sum }>();
  const sumOf = (agent: string, attempt: number, time: string): Sum => {
    const key = { agent, day: time.slice(0, 10), driver: drivers.get(`${agent} ${attempt}`) ?? 'unknown' };
    const id = Object.values(key).join(' ');
    const found = sums.get(id) ?? { key, sum: { attempts: 0, tokens: 0, cost: 0, unpricedTokens: 0 } };
    sums.set(id, found);
    return found.sum;
  };
  for (const event of events) {
    if (event.type === 'agent-started') {
      drivers.set(`${event.agent} ${event.attempt}`, event.driver);
      sumOf(event.agent, event.attempt, event.time).attempts += 1;
    } else if (event.type === 'agent-activity') {
      const { agent, attempt, activity, time } = event;
      const { tokens = 0, cost = 0 } = activity;
      if (tokens === 0 && cost === 0) continue;
      const sum = sumOf(agent, attempt, time);
      sum.tokens += tokens;
      sum.cost += cost;
      if (!priced.has(`${agent} ${attempt}`)) sum.unpricedTokens += tokens;
    }
  }
  return [...sums.values()].map(({ key, sum }) => ({ plan, ...key, ...sum }));
}
