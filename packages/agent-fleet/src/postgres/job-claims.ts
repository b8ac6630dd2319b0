import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { refuseNewer } from '../engine/known-run.ts';
import { staleClaim } from '../engine/stale-claim.ts';
import type { Claim, ClaimReference, Heartbeat, Worker } from '../fleet-engine.ts';
import type { JsonValue } from '../small-json.ts';
import type { Connection, Statements } from './connection.ts';
import { channel, queueSchema } from './schema.ts';

/** A claim as pg-boss knows it. */
export interface JobAttempt {
  readonly queue: string;
  readonly id: string;
  readonly retryCount: number;
}

interface JobData {
  readonly run: string;
  readonly task: string;
  readonly payload: JsonValue;
}

const dismissed = 'SELECT 1 FROM cdev_fleet.dismissed WHERE worker = $1';
const head = `SELECT j.name, j.priority, j.data->>'run' AS run, (j.data->>'protocol')::int AS protocol
  FROM cdev_fleet.queue q JOIN ${queueSchema}.job j ON j.name = q.name
  WHERE q.labels <@ $1::text[] AND j.state < 'active' AND NOT j.blocked AND j.start_after <= ${queueSchema}.job_now()
  ORDER BY j.priority DESC, j.created_on LIMIT 1`;

/** Finds in which queue the first task for this worker is, and has pg-boss fetch from that one. */
export async function fetchJob(
  connection: Connection,
  boss: PgBoss,
  { worker, labels, protocol }: { worker: Worker; labels: readonly string[]; protocol: number },
): Promise<Claim | 'dismissed' | undefined> {
  for (;;) {
    if ((await connection.executeSql(dismissed, [worker.id])).rows.length > 0) return 'dismissed';
    const [first] = (await connection.executeSql(head, [labels])).rows;
    if (first === undefined) return undefined;
    refuseNewer(String(first['run']), Number(first['protocol']), protocol);
    const queue = String(first['name']);
    const jobs = await connection.transaction(async (db) => {
      await db.executeSql("SELECT set_config('cdev_fleet.worker', $1, true)", [JSON.stringify(worker)]);
      return boss.fetch<JobData>(queue, { db, includeMetadata: true, minPriority: Number(first['priority']) });
    });
    // Another worker was faster: the first one is now another.
    if (jobs[0] !== undefined) return claimOf(jobs[0], labels.length === 0 ? [] : await labelsOf(connection, queue));
  }
}

function claimOf(
  { data, retryCount, retryLimit, startedOn, expireInSeconds, heartbeatSeconds }: JobWithMetadata<JobData>,
  labels: readonly string[],
): Claim {
  const start = startedOn.getTime();
  return {
    run: data.run,
    task: data.task,
    attempt: retryCount + 1,
    payload: data.payload,
    labels,
    attemptsLeft: retryLimit - retryCount + 1,
    leaseUntil: start + (heartbeatSeconds ?? 0) * 1000,
    deadline: start + expireInSeconds * 1000,
  };
}

async function labelsOf(connection: Connection, queue: string): Promise<readonly string[]> {
  const { rows } = await connection.executeSql('SELECT labels FROM cdev_fleet.queue WHERE name = $1', [queue]);
  return (rows[0]?.['labels'] ?? []) as string[];
}

/** The job of a claim, and the number of the newest message for it; a task that is not there is held by nobody. */
export async function attemptOf(
  connection: Statements,
  claim: ClaimReference,
): Promise<JobAttempt & { readonly told: number }> {
  const { run, task, attempt } = claim;
  const wanted = `SELECT queue, job, (SELECT max(number) FROM cdev_fleet.message m WHERE m.run = $1 AND m.task = $2 AND m.attempt = $3) AS told
    FROM cdev_fleet.task WHERE run = $1 AND id = $2`;
  const { rows } = await connection.executeSql(wanted, [run, task, attempt]);
  if (rows[0] === undefined) throw staleClaim(claim, 'lost');
  const { queue, job, told } = rows[0];
  return { queue: String(queue), id: String(job), retryCount: attempt - 1, told: Number(told ?? 0) };
}

/** Its answer says how many jobs it touched, but the type of the answer is empty. */
function isHeard(answer: object): boolean {
  const { affected } = answer as { readonly affected?: unknown };
  if (typeof affected !== 'number') throw new TypeError('pg-boss no longer says how many jobs it touched');
  return affected === 1;
}

/** Why a claim was not heard. */
export async function whyStale(
  { executeSql }: Statements,
  { queue, id, retryCount }: JobAttempt,
): Promise<'cancelled' | 'lost'> {
  const cancelled = `SELECT 1 FROM ${queueSchema}.job WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'cancelled'`;
  return (await executeSql(cancelled, [queue, id, retryCount])).rows.length > 0 ? 'cancelled' : 'lost';
}

/** @param pulse where nothing else is asked: words that wait for their run's row would keep the lease from being held */
export async function touchJob(
  pulse: Statements,
  boss: PgBoss,
  claim: ClaimReference,
  lease: number,
): Promise<Heartbeat> {
  let attempt: JobAttempt & { readonly told: number };
  try {
    attempt = await attemptOf(pulse, claim);
  } catch (error) {
    if ((error as { code?: string }).code === 'CDEV_E_AGENT_FLEET_CLAIM_STALE') return { status: 'lost' };
    throw error;
  }
  if (isHeard(await boss.touch(attempt.queue, attempt, { db: pulse })))
    return { status: 'held', leaseUntil: Date.now() + lease, told: attempt.told };
  return { status: await whyStale(pulse, attempt) };
}

/** The same result again, after an answer that got lost, is no other result. */
export async function completeJob(
  connection: Connection,
  boss: PgBoss,
  claim: ClaimReference,
  result: string,
): Promise<void> {
  const { executeSql } = connection;
  const attempt = await attemptOf(connection, claim);
  if (!isHeard(await boss.complete(attempt.queue, attempt, { result }, { db: { executeSql } }))) {
    const done = `SELECT 1 FROM ${queueSchema}.job WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'completed' AND output->>'result' = $4`;
    const { rows } = await executeSql(done, [attempt.queue, attempt.id, attempt.retryCount, result]);
    if (rows.length === 0) throw staleClaim(claim, await whyStale(connection, attempt));
  }
}

export async function failJob(
  connection: Connection,
  boss: PgBoss,
  claim: ClaimReference,
  { reason, retry }: { reason: string; retry: boolean },
): Promise<void> {
  const attempt = await attemptOf(connection, claim);
  const answer = await connection.transaction(async (db) => {
    const last = `UPDATE ${queueSchema}.job SET retry_limit = retry_count WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'active'`;
    if (!retry) await db.executeSql(last, [attempt.queue, attempt.id, attempt.retryCount]);
    return boss.fail(attempt.queue, attempt, { reason, cause: 'worker' }, { db });
  });
  if (!isHeard(answer)) throw staleClaim(claim, await whyStale(connection, attempt));
}

/** pg-boss has nothing that gives a job back: its `restore` would hand the same attempt number out twice. */
export async function releaseJob(connection: Connection, claim: ClaimReference): Promise<void> {
  const attempt = await attemptOf(connection, claim);
  const { rows } = await connection.executeSql(
    `UPDATE ${queueSchema}.job SET state = 'retry', retry_limit = retry_limit + 1, start_after = ${queueSchema}.job_now(), heartbeat_on = NULL
     WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'active' RETURNING 1`,
    [attempt.queue, attempt.id, attempt.retryCount],
  );
  if (rows.length === 0) throw staleClaim(claim, await whyStale(connection, attempt));
}

/**
 * The run's row is locked first, and the job only looked at: what ends a claim gets its number under the same lock, so none of a claim comes after that. Were the
 * job locked, its heartbeats would wait as long as the word.
 */
export async function sayOfJob(
  connection: Connection,
  claim: ClaimReference,
  body: string,
  key: string,
): Promise<number> {
  const attempt = await attemptOf(connection, claim);
  const lock = 'SELECT 1 FROM cdev_fleet.run WHERE id = $1 FOR UPDATE';
  const before = 'SELECT number FROM cdev_fleet.event WHERE run = $1 AND key = $2';
  const append = `WITH held AS (SELECT 1 FROM ${queueSchema}.job WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'active'),
    place AS (UPDATE cdev_fleet.run SET last = last + 1 WHERE id = $4 AND EXISTS (SELECT 1 FROM held) RETURNING last)
    INSERT INTO cdev_fleet.event (run, number, at, task, attempt, kind, detail, key)
    SELECT $4, last, ceil(extract(epoch FROM ${queueSchema}.job_now()) * 1000), $5, $3 + 1, 'said', jsonb_build_object('body', $6::jsonb), $7 FROM place
    RETURNING number, pg_notify('${channel}', $4)`;
  const values = [attempt.queue, attempt.id, attempt.retryCount, claim.run, claim.task, body, key];
  const number = await connection.transaction(async ({ executeSql }) => {
    await executeSql(lock, [claim.run]);
    const known = (await executeSql(before, [claim.run, key])).rows[0] ?? (await executeSql(append, values)).rows[0];
    return known?.['number'];
  });
  if (number === undefined) throw staleClaim(claim, await whyStale(connection, attempt));
  return Number(number);
}
