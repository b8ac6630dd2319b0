import { errors } from '../errors.ts';
import { protocolVersion, type ClaimReference, type FailureCause, type FleetEventKind } from '../fleet-engine.ts';
import { refuseNewer } from '../engine/known-run.ts';
import { staleClaim } from '../engine/stale-claim.ts';
import type { Database, Row } from './database.ts';

/** Appends one event of a task; its number is the next of the run. */
export function note(
  database: Database,
  at: number,
  task: Row,
  kind: FleetEventKind,
  detail: Readonly<Record<string, unknown>> = {},
  key: string | null = null,
): number {
  const run = String(task['run']);
  const number = Number(database.one('UPDATE run SET last = last + 1 WHERE id = ? RETURNING last', run)?.['last']);
  database.change(
    'INSERT INTO event (run, number, at, task, attempt, kind, detail, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    run, number, at, String(task['id']), Number(task['fence']), kind, JSON.stringify(detail), key,
  ); // prettier-ignore
  return number;
}

/** The task of a claim that still holds it; whoever holds it no longer is refused. */
export function heldTask(database: Database, claim: ClaimReference): Row {
  const task = database.one('SELECT * FROM task WHERE run = ? AND id = ?', claim.run, claim.task);
  if (task?.['fence'] === claim.attempt && task['status'] === 'running') return task;
  const isCancelled = task?.['fence'] === claim.attempt && task['status'] === 'cancelled';
  throw staleClaim(claim, isCancelled ? 'cancelled' : 'lost');
}

export function finish(database: Database, at: number, task: Row, result: string): void {
  database.change("UPDATE task SET status = 'done', result = ? WHERE position = ?", result, task['position'] as number);
  note(database, at, task, 'done', { result: JSON.parse(result) as unknown });
  const dependants = database.all(
    'SELECT task.* FROM dependency JOIN task ON task.run = dependency.run AND task.id = dependency.task WHERE dependency.run = ? AND needed = ?',
    task['run'] as string,
    task['id'] as string,
  );
  for (const dependant of dependants) {
    database.change(
      "UPDATE task SET waits = waits - 1, status = CASE WHEN status = 'waiting' AND waits = 1 THEN 'ready' ELSE status END WHERE position = ?",
      dependant['position'] as number,
    );
  }
}

/** One attempt has ended without success: the task is tried again, or it has failed and blocks what depends on it. */
export function endAttempt(
  database: Database,
  at: number,
  task: Row,
  { reason, cause, retry }: { reason: string; cause: FailureCause; retry: boolean },
): void {
  const position = task['position'] as number;
  const failures = Number(task['failures']) + 1;
  if (!retry || failures >= Number(task['attempts'])) {
    database.change(
      "UPDATE task SET status = 'failed', failures = ?, reason = ?, cause = ? WHERE position = ?",
      failures, reason, cause, position,
    ); // prettier-ignore
    note(database, at, task, 'failed', { reason, cause });
    block(database, at, task);
    return;
  }
  // The chance keeps what failed together from coming back together.
  const doubled = Number(task['first_wait']) * 2 ** Math.min(failures - 1, 16) * (1 + Math.random());
  // The back-off is for tasks that fail, not for workers that die.
  const wait = cause === 'lease' ? 0 : doubled;
  const notBefore = at + Math.min(Number(task['most_wait']), Math.round(wait));
  database.change(
    "UPDATE task SET status = 'ready', failures = ?, reason = ?, cause = ?, not_before = ? WHERE position = ?",
    failures, reason, cause, notBefore, position,
  ); // prettier-ignore
  note(database, at, task, 'retried', { reason, cause, notBefore });
}

/** Whatever depends on the task, near and far, will never run. */
export function block(database: Database, at: number, task: Row): void {
  const ended = [task];
  for (const one of ended) {
    const dependants = database.all(
      "UPDATE task SET status = 'blocked', blocked_by = ?1 WHERE run = ?2 AND status IN ('waiting', 'ready') AND id IN (SELECT task FROM dependency WHERE run = ?2 AND needed = ?1) RETURNING *",
      one['id'] as string,
      one['run'] as string,
    );
    for (const dependant of dependants) note(database, at, dependant, 'blocked', { by: one['id'] });
    ended.push(...dependants);
  }
}

/** Ends attempts whose lease or time is over. Whoever comes first does it; asked before it writes. */
export async function sweep(database: Database, now: () => number): Promise<void> {
  const over = "SELECT * FROM task WHERE status = 'running' AND (lease_until < ?1 OR deadline < ?1)";
  if (database.one(`${over} LIMIT 1`, now()) === undefined) return;
  await database.write(() => {
    const at = now();
    for (const task of database.all(over, at)) {
      const isLate = Number(task['deadline']) < at;
      const [cause, reason] = isLate
        ? (['time', 'its time limit is over'] as const)
        : (['lease', 'no heartbeat came'] as const);
      endAttempt(database, at, task, { reason, cause, retry: true });
    }
  });
}

/** Refuses to speak of a run that a newer version submitted, or that is not there. */
export function knownRun(database: Database, run: string, place: string, protocol: number = protocolVersion): void {
  const found = database.one('SELECT protocol FROM run WHERE id = ?', run)?.['protocol'];
  if (found === undefined) throw errors.make('CDEV_E_AGENT_FLEET_RUN_UNKNOWN', { run, place });
  refuseNewer(run, Number(found), protocol);
}
