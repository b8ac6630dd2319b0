import type { FailureCause, FleetEvent, RunState, TaskState, TaskStatus, Worker } from '../fleet-engine.ts';
import { readEvent } from '../read-event.ts';
import type { JsonValue } from '../small-json.ts';
import type { Database, Row } from './database.ts';

const ended: ReadonlySet<TaskStatus> = new Set(['done', 'failed', 'cancelled', 'blocked']);

export function readState(database: Database, run: string): RunState {
  const tasks = database.all('SELECT * FROM task WHERE run = ? ORDER BY position', run).map(readTask);
  return { run, isSettled: tasks.every(({ status }) => ended.has(status)), tasks };
}

export function readEvents(database: Database, run: string, after: number, most: number): FleetEvent[] {
  const rows = database.all(
    'SELECT * FROM event WHERE run = ? AND number > ? ORDER BY number LIMIT ?',
    run,
    after,
    most,
  );
  return rows.map((row) => readEvent(run, row, JSON.parse(String(row['detail'])) as object));
}

function readTask(row: Row): TaskState {
  const worker = row['status'] === 'running' || row['status'] === 'done' ? row['worker'] : null;
  return {
    task: String(row['id']),
    status: row['status'] as TaskStatus,
    attempt: Number(row['fence']),
    labels: JSON.parse(String(row['labels'])) as string[],
    dependsOn: JSON.parse(String(row['depends_on'])) as string[],
    ...(typeof worker === 'string' && { worker: JSON.parse(worker) as Worker }),
    ...(typeof row['result'] === 'string' && { result: JSON.parse(row['result']) as JsonValue }),
    ...(typeof row['reason'] === 'string' && { reason: row['reason'], cause: row['cause'] as FailureCause }),
    ...(typeof row['blocked_by'] === 'string' && { by: row['blocked_by'] }),
  };
}
