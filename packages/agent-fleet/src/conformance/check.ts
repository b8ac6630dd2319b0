import { isCdevError } from '@cdev/core/errors';
import type { Claim, ClaimReference, FleetEngine, FleetEvent, TaskDefinition, Worker } from '../fleet-engine.ts';
import { canonicalJson, type JsonValue } from '../small-json.ts';
import type { CaseSetting } from './subject.ts';

/** Only ends what hangs: on a busy machine a step of a second has taken half a minute. */
const longest = 100_000;

export const stale = 'CDEV_E_AGENT_FLEET_CLAIM_STALE';

/** By their JSON: values may come from another realm than this one. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [actual, expected].map((value) => canonicalJson(value as JsonValue));
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** The code of the error that it ends with. */
export async function refused(work: Promise<unknown>, code: string, what: string): Promise<void> {
  const outcome = await work.then(
    () => 'accepted',
    (error: unknown) => (isCdevError(error) ? error.code : String(error)),
  );
  equal(outcome, code, what);
}

export function worker(id: string): Worker {
  return { id, host: 'conformance', version: '1.0.0' };
}

/** A task of this case. */
export function task({ label }: CaseSetting, id: string, fields: Partial<TaskDefinition> = {}): TaskDefinition {
  return { id, payload: { id }, ...fields, labels: [label, ...(fields.labels ?? [])] };
}

/** Claims a task of this case; throws when none came. */
export async function take(engine: FleetEngine, setting: CaseSetting, labels: readonly string[] = []): Promise<Claim> {
  const signal = AbortSignal.timeout(longest);
  const claim = await engine.claim({ worker: worker('one'), labels: [setting.label, ...labels], signal });
  if (claim === undefined) throw new Error('no task could be claimed');
  return claim;
}

/** All events of a run until it has settled. */
export async function history(engine: FleetEngine, run: string): Promise<FleetEvent[]> {
  const events: FleetEvent[] = [];
  for await (const event of engine.watch(run, { signal: AbortSignal.timeout(longest) })) events.push(event);
  return events;
}

/** The first event, past or coming, that fits. */
export async function seen(
  engine: FleetEngine,
  run: string,
  fits: (event: FleetEvent) => boolean,
): Promise<FleetEvent> {
  for await (const event of engine.watch(run, { signal: AbortSignal.timeout(longest) })) if (fits(event)) return event;
  throw new Error('the event never came');
}

/** Keeps a claim alive while something else is waited for; gives what the heartbeats were told in the end. */
export function keepAlive(
  engine: FleetEngine,
  claim: ClaimReference,
): { stop: () => Promise<void>; ended: Promise<string> } {
  const end = new AbortController();
  const ended = (async () => {
    while (!end.signal.aborted) {
      const { status } = await engine.heartbeat(claim);
      if (status !== 'held') return status;
      await pause(Math.min(200, engine.description.heartbeatEvery));
    }
    return 'stopped';
  })();
  return {
    ended,
    stop: async () => {
      end.abort();
      await ended;
    },
  };
}

export function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** Nothing that a claim says is heard. */
export async function everythingRefused(engine: FleetEngine, claim: ClaimReference): Promise<void> {
  holds((await engine.heartbeat(claim)).status !== 'held', 'the heartbeat of a stale claim was accepted');
  await refused(engine.event(claim, 'late'), stale, 'event of a stale claim');
  await refused(engine.complete(claim, 'late'), stale, 'result of a stale claim');
  await refused(engine.fail(claim, { reason: 'late' }), stale, 'failure of a stale claim');
  await refused(engine.release(claim), stale, 'release of a stale claim');
}
