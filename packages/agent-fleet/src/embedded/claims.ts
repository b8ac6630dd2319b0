import { refuseNewer } from '../engine/known-run.ts';
import type { Claim, ClaimReference, Heartbeat, Worker } from '../fleet-engine.ts';
import type { JsonValue } from '../small-json.ts';
import type { Database } from './database.ts';
import { newestMessage } from './messages.ts';
import { note } from './transitions.ts';

/** What was begun comes before what is new. */
const next = `SELECT task.*, run.protocol FROM task JOIN run ON run.id = task.run WHERE status = 'ready' AND not_before <= ?
  AND NOT EXISTS (SELECT 1 FROM json_each(task.labels) AS wanted WHERE wanted.value NOT IN (SELECT value FROM json_each(?)))
  ORDER BY priority DESC, fence = 0, position LIMIT 1`;

export interface ClaimNextOptions {
  readonly worker: Worker;
  readonly labels: readonly string[];
  readonly lease: number;
  readonly protocol: number;
}

/** Takes the first task that this worker may take. Asked before it writes: an idle worker writes nothing. */
export async function claimNext(
  database: Database,
  now: () => number,
  { worker, labels, lease, protocol }: ClaimNextOptions,
): Promise<Claim | undefined> {
  const known = JSON.stringify(labels);
  if (database.one(next, now(), known) === undefined) return undefined;
  return database.write(() => {
    const at = now();
    const found = database.one(next, at, known);
    if (found === undefined) return undefined;
    refuseNewer(String(found['run']), Number(found['protocol']), protocol);
    const attempt = Number(found['fence']) + 1;
    const leaseUntil = at + lease;
    const deadline = at + Number(found['time_limit']);
    database.change(
      "UPDATE task SET status = 'running', fence = ?, lease_until = ?, deadline = ?, worker = ? WHERE position = ?",
      attempt, leaseUntil, deadline, JSON.stringify(worker), found['position'] as number,
    ); // prettier-ignore
    note(database, at, { ...found, fence: attempt }, 'claimed', { worker });
    return {
      run: String(found['run']),
      task: String(found['id']),
      attempt,
      payload: JSON.parse(String(found['payload'])) as JsonValue,
      labels: JSON.parse(String(found['labels'])) as string[],
      attemptsLeft: Number(found['attempts']) - Number(found['failures']),
      leaseUntil,
      deadline,
    };
  });
}

/** Moves the end of the lease, or tells why there is none. */
export function holdOn(database: Database, claim: ClaimReference, leaseUntil: number): Heartbeat {
  const { run, task, attempt } = claim;
  const held = "UPDATE task SET lease_until = ? WHERE run = ? AND id = ? AND fence = ? AND status = 'running'";
  if (database.change(held, leaseUntil, run, task, attempt) === 1)
    return { status: 'held', leaseUntil, told: newestMessage(database, claim) };
  const cancelled = "SELECT 1 FROM task WHERE run = ? AND id = ? AND fence = ? AND status = 'cancelled'";
  return { status: database.one(cancelled, run, task, attempt) === undefined ? 'lost' : 'cancelled' };
}
