import type { ClaimReference, FleetEngine } from '@cdev/agent-fleet';
import { stateOf, type SpawnRun } from '../../open-run.ts';

export interface BringMessagesOptions {
  readonly engine: FleetEngine;
  readonly claim: ClaimReference;
  readonly agent: string;
}

/**
 * Puts what is said to a claim into its attempt's journal, where every way to an agent reads it; with all else of that it goes from there to whoever watches.
 * Not before the agent has started: whoever watches is told of it after the start.
 * @returns to be told up to which number there are messages, again and again
 */
export function bringMessages(run: SpawnRun, { engine, claim, agent }: BringMessagesOptions): (newest: number) => void {
  let brought = 0;
  let bringing: Promise<void> = Promise.resolve();
  const bring = async (): Promise<void> => {
    if ((await stateOf(run, agent)).status !== 'running') return;
    for (const { number, text } of await engine.messages(claim, brought)) {
      await run.journal.append({ type: 'message-sent', agent, text });
      brought = number;
    }
  };
  return (newest) => {
    // What could not be had now comes with the next heartbeat.
    if (newest > brought) bringing = bringing.then(bring).catch(() => {});
  };
}
