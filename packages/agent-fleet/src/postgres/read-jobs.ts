import type { FailureCause, FleetEvent, RunState, TaskState, TaskStatus, Worker } from '../fleet-engine.ts';
import { readEvent } from '../read-event.ts';
import type { JsonValue } from '../small-json.ts';
import type { PlannedTask } from '../task-graph.ts';
import type { Statements } from './connection.ts';
import { queueSchema } from './schema.ts';

const open: ReadonlySet<TaskStatus> = new Set(['waiting', 'ready', 'running']);

type Row = Readonly<Record<string, unknown>>;

const tasks = `SELECT t.id, t.definition, j.state::text, j.blocked, j.started_on IS NOT NULL AS started, j.retry_count, j.output,
  cdev_fleet.failure(j.output) AS failure, (SELECT e.detail->'worker' FROM cdev_fleet.event e
    WHERE e.run = t.run AND e.task = t.id AND e.kind = 'claimed' ORDER BY e.number DESC LIMIT 1) AS worker
  FROM cdev_fleet.task t JOIN ${queueSchema}.job j ON j.name = t.queue AND j.id = t.job WHERE t.run = $1 ORDER BY t.position`;

export async function readState({ executeSql }: Statements, run: string): Promise<RunState> {
  const states = (await executeSql(tasks, [run])).rows.map(readTask);
  return { run, isSettled: states.every(({ status }) => !open.has(status)), tasks: states };
}

export async function readIsSettled({ executeSql }: Statements, run: string): Promise<boolean> {
  const unfinished = `SELECT 1 FROM cdev_fleet.task t JOIN ${queueSchema}.job j ON j.name = t.queue AND j.id = t.job
    WHERE t.run = $1 AND j.state < 'completed' LIMIT 1`;
  return (await executeSql(unfinished, [run])).rows.length === 0;
}

export async function readEvents(
  { executeSql }: Statements,
  run: string,
  after: number,
  most: number,
): Promise<FleetEvent[]> {
  const wanted =
    'SELECT number, at, task, attempt, kind, detail FROM cdev_fleet.event WHERE run = $1 AND number > $2 ORDER BY number LIMIT $3';
  const { rows } = await executeSql(wanted, [run, after, most]);
  return rows.map((row) => readEvent(run, row, row['detail'] as object));
}

function readTask(row: Row): TaskState {
  const { labels, dependsOn } = JSON.parse(String(row['definition'])) as PlannedTask;
  const output = (row['output'] ?? {}) as { readonly blockedBy?: string; readonly result?: string };
  const status = statusOf(row, output.blockedBy !== undefined);
  const worker = status === 'running' || status === 'done' ? row['worker'] : null;
  const failure = row['failure'] as { reason: string; cause: FailureCause };
  const hasFailed = status === 'failed' || (status === 'ready' && row['output'] !== null);
  return {
    task: String(row['id']),
    status,
    attempt: row['started'] === true ? Number(row['retry_count']) + 1 : 0,
    labels,
    dependsOn,
    ...(worker !== null && worker !== undefined && { worker: worker as Worker }),
    ...(status === 'done' && output.result !== undefined && { result: JSON.parse(output.result) as JsonValue }),
    ...(hasFailed && failure),
    ...(output.blockedBy !== undefined && { by: output.blockedBy }),
  };
}

function statusOf({ state, blocked }: Row, isBlocked: boolean): TaskStatus {
  if (state === 'completed') return 'done';
  if (state === 'active') return 'running';
  if (state === 'failed') return 'failed';
  if (state === 'cancelled') return isBlocked ? 'blocked' : 'cancelled';
  return blocked === true ? 'waiting' : 'ready';
}
