import type { AgentActivity } from '../drivers/index.ts';

export interface Budget {
  readonly maxTokens?: number | undefined;
  /** US dollars. */
  readonly maxCost?: number | undefined;
  /** Uses of a tool in one attempt, of whatever kind: what all assistants tell of their turns. */
  readonly maxTurns?: number | undefined;
}

/** Counts what an agent uses, and says when it is more than it may. */
export interface Brake {
  readonly count: (activity: AgentActivity) => void;
  /** Why it was ended; undefined while there is something left. */
  readonly reason: () => string | undefined;
}

/**
 * A brake in code: what an assistant does about its own budget is its affair. It works as often as the assistant tells its use, which some
 * do only at the end of a turn.
 * @param used by the attempts before
 */
export function createBrake(
  { maxTokens, maxCost, maxTurns }: Budget,
  used: { readonly tokens: number; readonly cost: number },
  onBrake: () => void,
): Brake {
  let { tokens, cost } = used;
  let turns = 0;
  let reason: string | undefined;
  return {
    count: (activity) => {
      if (reason !== undefined) return;
      if (activity.kind === 'tool' || activity.kind === 'file') turns += 1;
      if (activity.kind === 'usage') {
        tokens += activity.tokens;
        cost += activity.cost ?? 0;
      }
      if (maxTurns !== undefined && turns > maxTurns) reason = `its turns are used up: ${maxTurns}`;
      else if (maxTokens !== undefined && tokens > maxTokens)
        reason = `its budget is used up: ${tokens.toLocaleString('en')} of ${maxTokens.toLocaleString('en')} tokens`;
      else if (maxCost !== undefined && cost > maxCost)
        reason = `its budget is used up: $${cost.toFixed(2)} of $${maxCost.toFixed(2)}`;
      if (reason !== undefined) onBrake();
    },
    reason: () => reason,
  };
}
