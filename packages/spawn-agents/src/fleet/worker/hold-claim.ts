import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimReference, FleetEngine } from '@cdev/agent-fleet';

/** Why the work on a claim is to end before it is done. */
export type ClaimLoss = 'lost' | 'cancelled';

export interface HeldClaim extends AsyncDisposable {
  /** Aborted, with a `ClaimLoss` as its reason, when the task is no longer this worker's. */
  readonly signal: AbortSignal;
  /** Has a listener told with each heartbeat up to which number there are messages for the claim. */
  readonly onTold: (listener: (newest: number) => void) => void;
}

/** Milliseconds without an answer from the engine after which another may have the task, whatever the engine would say. */
const silence = 120_000;

/** Keeps a claim by heartbeats until it is disposed of. An engine that does not answer is asked again: while it is down it gives the task to nobody. */
export function holdClaim(engine: FleetEngine, claim: ClaimReference): HeldClaim {
  const lost = new AbortController();
  const ended = new AbortController();
  let heard = performance.now();
  let tell = (_newest: number): void => {};
  const watchdog = setInterval(() => {
    if (performance.now() - heard > silence) lost.abort('lost' satisfies ClaimLoss);
  }, 5000);
  watchdog.unref();
  const beat = async (): Promise<void> => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await pause(engine.description.heartbeatEvery, undefined, { signal: ended.signal }).catch(() => {});
      if (ended.signal.aborted) return;
      try {
        const answer = await engine.heartbeat(claim);
        heard = performance.now();
        if (answer.status === 'held') tell(answer.told);
        else lost.abort(answer.status satisfies ClaimLoss);
      } catch {
        // Asked again; the watchdog knows how long.
      }
    }
  };
  const beating = beat();
  return {
    signal: lost.signal,
    onTold: (listener) => void (tell = listener),
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      clearInterval(watchdog);
      await beating;
    },
  };
}
