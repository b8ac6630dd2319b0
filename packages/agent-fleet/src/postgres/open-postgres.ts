import { isCdevError } from '@cdev/core/errors';
import { redact } from '@cdev/core/log';
import type { PgBoss } from 'pg-boss';
import { refuseNewer } from '../engine/known-run.ts';
import type { FleetStore } from '../engine/fleet-store.ts';
import { errors } from '../errors.ts';
import { protocolVersion } from '../fleet-engine.ts';
import { connect, type Connection } from './connection.ts';
import { completeJob, failJob, fetchJob, releaseJob, sayOfJob, touchJob } from './job-claims.ts';
import { forgetJobs } from './forget-jobs.ts';
import { readMessages, tellJob } from './job-messages.ts';
import { prepareDatabase } from './prepare-database.ts';
import { readEvents, readIsSettled, readState } from './read-jobs.ts';
import { channel, claimable, queueSchema } from './schema.ts';
import { submitJobs } from './submit-jobs.ts';

export interface PostgresOptions {
  readonly url: string;
  /** ms; pg-boss takes whole seconds, at least 10. */
  readonly lease?: number | undefined;
  readonly protocol?: number | undefined;
}

/** The engine of many machines: pg-boss on a PostgreSQL that they all reach. */
export async function openPostgres({
  url,
  lease = 10_000,
  protocol = protocolVersion,
}: PostgresOptions): Promise<FleetStore> {
  const place = placeOf(url);
  const leaseSeconds = Math.max(10, Math.ceil(lease / 1000));
  const { connection, boss } = await start(url, place);
  const { patiently } = connection;
  const release = releaser(() => boss.resolveFlow());
  const knownRun = async (run: string): Promise<void> => {
    const { rows } = await connection.executeSql('SELECT protocol FROM cdev_fleet.run WHERE id = $1', [run]);
    if (rows[0] === undefined) throw errors.make('CDEV_E_AGENT_FLEET_RUN_UNKNOWN', { run, place });
    refuseNewer(run, Number(rows[0]['protocol']), protocol);
  };
  const ofRun = <Result>(run: string, work: () => Promise<Result>): Promise<Result> =>
    patiently(async () => {
      await knownRun(run);
      return work();
    });
  return {
    description: {
      kind: 'postgres',
      place,
      lease: leaseSeconds * 1000,
      heartbeatEvery: leaseSeconds * 250,
      resolution: 1000,
    },
    submit: (run, tasks) => {
      const onKnown = (found: number): void => refuseNewer(run, found, protocol);
      return patiently(() => submitJobs(connection, boss, { run, tasks, protocol, lease: leaseSeconds, onKnown }));
    },
    cancel: (run, tasks) => ofRun(run, () => cancelJobs(connection, run, tasks)),
    state: (run) => ofRun(run, () => readState(connection, run)),
    isSettled: (run) => ofRun(run, () => readIsSettled(connection, run)),
    events: (run, after, most) => patiently(() => readEvents(connection, run, after, most)),
    forget: (run) => patiently(() => forgetJobs(connection, run)),
    dismiss: async (worker) => {
      const dismissed = 'INSERT INTO cdev_fleet.dismissed (worker) VALUES ($1) ON CONFLICT DO NOTHING';
      await patiently(() => connection.executeSql(dismissed, [worker]));
    },
    tryClaim: (worker, labels) => patiently(() => fetchJob(connection, boss, { worker, labels, protocol })),
    heartbeat: (claim) => patiently(() => touchJob(connection.pulse, boss, claim, leaseSeconds * 1000)),
    tell: (run, task, text, key) => ofRun(run, () => tellJob(connection, { run, task, text, key })),
    messages: (claim, after) => patiently(() => readMessages(connection, claim, after)),
    say: (claim, body, key) => patiently(() => sayOfJob(connection, claim, body, key)),
    complete: async (claim, result) => {
      await patiently(() => completeJob(connection, boss, claim, result));
      release.soon();
    },
    fail: (claim, reason, retry) => patiently(() => failJob(connection, boss, claim, { reason, retry })),
    release: (claim) => patiently(() => releaseJob(connection, claim)),
    changed: (signal, run = claimable) => connection.changed(signal, run),
    close: async () => {
      await release.ended();
      await boss.stop({ graceful: false }).catch(() => {});
      await connection.close();
    },
  };
}

async function start(url: string, place: string): Promise<{ connection: Connection; boss: PgBoss }> {
  const { PgBoss } = await import('pg-boss');
  let connection: Connection | undefined;
  let boss: PgBoss | undefined;
  try {
    connection = await connect(url);
    boss = new PgBoss({
      db: connection.own,
      schema: queueSchema,
      // Its defaults look once a minute, which would add that minute to each recovery.
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
      flowIntervalSeconds: 1,
      // Else it holds its monitor back on a busy database, and with it the end of leases.
      monitorVacuum: false,
      schedule: false,
    });
    // Told by the next question to the database, which waits and asks again.
    boss.on('error', () => {});
    await boss.start();
    await prepareDatabase(connection, place);
    connection.listen(channel);
    return { connection, boss };
  } catch (error) {
    await boss?.stop({ graceful: false }).catch(() => {});
    await connection?.close();
    if (isCdevError(error)) throw error;
    const reason = redact(error instanceof Error && error.message !== '' ? error.message : String((error as { code?: unknown }).code)); // prettier-ignore
    throw errors.make('CDEV_E_AGENT_FLEET_UNREACHABLE', { place, reason });
  }
}

/** One statement for all queues: tasks that are cancelled with the one they wait for are cancelled, not blocked. */
async function cancelJobs(
  { executeSql }: Connection,
  run: string,
  names: readonly string[] | undefined,
): Promise<string[]> {
  const known = await executeSql('SELECT id FROM cdev_fleet.task WHERE run = $1 ORDER BY position', [run]);
  const ids = known.rows.map(({ id }) => String(id));
  const task = names?.find((name) => !ids.includes(name));
  if (task !== undefined) throw errors.make('CDEV_E_AGENT_FLEET_TASK_UNKNOWN', { run, task });
  const { rows } = await executeSql(
    `UPDATE ${queueSchema}.job j SET state = 'cancelled', completed_on = ${queueSchema}.job_now() FROM cdev_fleet.task t
     WHERE t.run = $1 AND t.id = ANY($2::text[]) AND j.name = t.queue AND j.id = t.job AND j.state < 'completed' RETURNING t.id`,
    [run, names ?? ids],
  );
  const ended = new Set(rows.map(({ id }) => String(id)));
  return ids.filter((id) => ended.has(id));
}

/** Host and database, nothing else of a URL may be shown. */
function placeOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    return `postgres://${searchParams.get('host') ?? hostname}${port === '' ? '' : `:${port}`}${pathname}`;
  } catch {
    return 'postgres://…';
  }
}

/** Has dependants released sooner than pg-boss's own look, which comes each second: one pass for all that ended during the one before. */
function releaser(resolve: () => Promise<void>): { soon: () => void; ended: () => Promise<void> } {
  let running: Promise<void> | undefined;
  let isWanted = false;
  const pass = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      // Were it to fail, the look does it.
      await resolve().catch(() => {});
    }
    running = undefined;
  };
  return {
    soon: () => {
      isWanted = true;
      running ??= pass();
    },
    ended: async () => running,
  };
}
