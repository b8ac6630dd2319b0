import { errors } from '../errors.ts';
import type { Database } from './database.ts';

export function isOver(database: Database, run: string): boolean {
  const open = "SELECT 1 FROM task WHERE run = ? AND status IN ('waiting', 'ready', 'running') LIMIT 1";
  return database.one(open, run) === undefined;
}

/** Takes a run away that is over. False when there is none. */
export function forgetRun(database: Database, run: string): boolean {
  if (database.one('SELECT 1 FROM run WHERE id = ?', run) === undefined) return false;
  if (!isOver(database, run)) throw errors.make('CDEV_E_AGENT_FLEET_RUN_OPEN', { run });
  for (const table of ['event', 'message', 'dependency', 'task'])
    database.change(`DELETE FROM ${table} WHERE run = ?`, run);
  database.change('DELETE FROM run WHERE id = ?', run);
  return true;
}
