import { createHash, randomUUID } from 'node:crypto';
import type { FlowJob, PgBoss } from 'pg-boss';
import { refuseOthers } from '../engine/known-run.ts';
import type { PlannedTask } from '../task-graph.ts';
import type { Connection, Statements } from './connection.ts';
import { queuePrefix } from './schema.ts';

const years = 10 * 365 * 24 * 60 * 60;

export interface Submission {
  readonly run: string;
  readonly tasks: readonly PlannedTask[];
  readonly protocol: number;
  /** Seconds without a heartbeat. */
  readonly lease: number;
  /** Told the protocol under which the run is there already. */
  readonly onKnown: (protocol: number) => void;
}

/** Writes a run down as one flow, or finds that it is there already. Gives how many tasks are new. */
export async function submitJobs(connection: Connection, boss: PgBoss, submission: Submission): Promise<number> {
  const { run, tasks, protocol, lease, onKnown } = submission;
  const queues = new Map(tasks.map(({ labels }) => [queueOf(labels), labels]));
  for (const [queue, labels] of queues) await ensureQueue(connection, boss, queue, labels);
  return connection.transaction(async (db) => {
    const { executeSql } = db;
    // A second submitter waits here for the first, and then finds its run.
    const made = await executeSql('INSERT INTO cdev_fleet.run (id, protocol) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1', [run, protocol]); // prettier-ignore
    if (made.rows.length === 0) {
      const found = await executeSql('SELECT protocol FROM cdev_fleet.run WHERE id = $1', [run]);
      onKnown(Number(found.rows[0]?.['protocol']));
      const { rows } = await executeSql('SELECT id, definition FROM cdev_fleet.task WHERE run = $1', [run]);
      refuseOthers(run, tasks, new Map(rows.map(({ id, definition }) => [String(id), String(definition)])));
      return 0;
    }
    const jobs = tasks.map((task) => flowJob(task, { run, protocol, lease }));
    await executeSql(
      `INSERT INTO cdev_fleet.task (run, id, position, job, queue, definition)
       SELECT $1, id, position, job, queue, definition FROM json_to_recordset($2::json) AS given (id text, position int, job uuid, queue text, definition text)`,
      [run, JSON.stringify(tasks.map(({ id, definition }, position) => ({ id, position, definition, job: jobs[position]?.options?.id, queue: jobs[position]?.name })))], // prettier-ignore
    );
    await sendJobs(boss, db, jobs);
    return tasks.length;
  });
}

/** `flow` takes only jobs of which some depend on others; what stands alone is inserted, queue by queue. */
async function sendJobs(boss: PgBoss, db: Statements, jobs: readonly FlowJob[]): Promise<void> {
  const needed = new Set(jobs.flatMap(({ dependsOn = [] }) => dependsOn));
  const isBound = ({ ref, dependsOn = [] }: FlowJob): boolean => dependsOn.length > 0 || needed.has(ref);
  const bound = jobs.filter(isBound);
  if (bound.length > 0) await boss.flow(bound, { db });
  const alone = Map.groupBy(
    jobs.filter((job) => !isBound(job)),
    ({ name }) => name,
  );
  for (const [queue, group] of alone) {
    await boss.insert(
      queue,
      group.map(({ data, options }) => ({ ...options, ...(data && { data }) })),
      { db },
    );
  }
}

/** One queue for each set of labels: pg-boss chooses by queue only. */
function queueOf(labels: readonly string[]): string {
  return `${queuePrefix}${createHash('sha256').update(labels.join('\n')).digest('hex').slice(0, 20)}`;
}

async function ensureQueue(connection: Connection, boss: PgBoss, queue: string, labels: readonly string[]) {
  const known = await connection.executeSql('SELECT 1 FROM cdev_fleet.queue WHERE name = $1', [queue]);
  if (known.rows.length > 0) return;
  await boss.createQueue(queue, { retentionSeconds: years, deleteAfterSeconds: 0 });
  await connection.executeSql('INSERT INTO cdev_fleet.queue (name, labels) VALUES ($1, $2) ON CONFLICT DO NOTHING', [queue, labels]); // prettier-ignore
}

function flowJob(
  { id, payload, dependsOn, labels, priority, timeLimit, attempts, backOff }: PlannedTask,
  { run, protocol, lease }: { run: string; protocol: number; lease: number },
): FlowJob {
  return {
    ref: id,
    name: queueOf(labels),
    data: { run, task: id, protocol, payload: JSON.parse(payload) as unknown },
    dependsOn: [...dependsOn],
    options: {
      id: randomUUID(),
      priority,
      expireInSeconds: Math.ceil(timeLimit / 1000),
      heartbeatSeconds: lease,
      retryLimit: attempts - 1,
      retryDelay: Math.ceil(backOff.first / 1000),
      // Its doubling begins with a second, whatever the delay is.
      retryBackoff: backOff.first > 0,
      retryDelayMax: Math.ceil(backOff.most / 1000),
      // Its defaults forget what has not been claimed for two weeks, and what ended a week ago.
      retentionSeconds: years,
      deleteAfterSeconds: 0,
    },
  };
}
