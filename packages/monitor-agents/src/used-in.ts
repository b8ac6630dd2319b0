import { runCosts, type RunEvent } from '@cdev/agent-run';
import type { RunView, Used } from './agent-view.ts';

/** What a run used, and of that what on which day. */
export function usedIn(plan: string, events: readonly RunEvent[]): RunView['used'] {
  const costs = runCosts(plan, events);
  const days = [...Map.groupBy(costs, ({ day }) => day)].map(([day, entries]) => ({ day, ...sumOf(entries) }));
  return { ...sumOf(costs), days: days.toSorted((one, other) => (one.day < other.day ? -1 : 1)) };
}

function sumOf(entries: readonly Used[]): Used {
  const cost = entries.reduce((sum, entry) => sum + entry.cost, 0);
  return { tokens: entries.reduce((sum, entry) => sum + entry.tokens, 0), cost: Math.round(cost * 1e6) / 1e6 };
}
