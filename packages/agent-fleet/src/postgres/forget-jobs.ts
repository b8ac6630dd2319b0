import { errors } from '../errors.ts';
import type { Connection } from './connection.ts';
import { readIsSettled } from './read-jobs.ts';
import { queueSchema } from './schema.ts';

/** Takes a run away that is over: our rows, and pg-boss's, which it keeps for ever as it was told. False when there is none. */
export async function forgetJobs(connection: Connection, run: string): Promise<boolean> {
  return connection.transaction(async (statements) => {
    const { executeSql } = statements;
    const { rows } = await executeSql('SELECT 1 FROM cdev_fleet.run WHERE id = $1 FOR UPDATE', [run]);
    if (rows.length === 0) return false;
    if (!(await readIsSettled(statements, run))) throw errors.make('CDEV_E_AGENT_FLEET_RUN_OPEN', { run });
    const jobs = 'SELECT queue, job FROM cdev_fleet.task WHERE run = $1';
    const edges = `DELETE FROM ${queueSchema}.job_dependency WHERE (child_name, child_id) IN (${jobs}) OR (parent_name, parent_id) IN (${jobs})`;
    await executeSql(edges, [run]);
    await executeSql(`DELETE FROM ${queueSchema}.job WHERE (name, id) IN (${jobs})`, [run]);
    for (const table of ['event', 'message', 'task'])
      await executeSql(`DELETE FROM cdev_fleet.${table} WHERE run = $1`, [run]);
    await executeSql('DELETE FROM cdev_fleet.run WHERE id = $1', [run]);
    return true;
  });
}
