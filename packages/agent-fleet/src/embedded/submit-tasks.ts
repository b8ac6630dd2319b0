import { refuseNewer, refuseOthers } from '../engine/known-run.ts';
import type { PlannedTask } from '../task-graph.ts';
import type { Database } from './database.ts';
import { note } from './transitions.ts';

/** Writes a run down, or finds that it is there already. Gives how many tasks are new. */
export function submitTasks(
  database: Database,
  at: number,
  { run, tasks, protocol }: { run: string; tasks: readonly PlannedTask[]; protocol: number },
): number {
  const found = database.one('SELECT protocol FROM run WHERE id = ?', run);
  if (found !== undefined) {
    refuseNewer(run, Number(found['protocol']), protocol);
    const known = database.all('SELECT id, definition FROM task WHERE run = ?', run);
    refuseOthers(run, tasks, new Map(known.map(({ id, definition }) => [String(id), String(definition)])));
    return 0;
  }
  database.change('INSERT INTO run (id, protocol) VALUES (?, ?)', run, protocol);
  for (const task of tasks) {
    database.change(
      `INSERT INTO task (run, id, definition, payload, labels, depends_on, priority, time_limit, attempts, first_wait, most_wait, status, waits)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      run, task.id, task.definition, task.payload, JSON.stringify(task.labels), JSON.stringify(task.dependsOn), task.priority, task.timeLimit,
      task.attempts, task.backOff.first, task.backOff.most, task.dependsOn.length === 0 ? 'ready' : 'waiting', task.dependsOn.length,
    ); // prettier-ignore
    for (const needed of task.dependsOn) {
      database.change('INSERT INTO dependency (run, needed, task) VALUES (?, ?, ?)', run, needed, task.id);
    }
    note(database, at, { run, id: task.id, fence: 0 }, 'submitted');
  }
  return tasks.length;
}
