import { errors } from '../errors.ts';
import type { ClaimReference, Message } from '../fleet-engine.ts';
import type { Database } from './database.ts';

/** The number of the newest message for a claim; 0: none. */
export function newestMessage(database: Database, { run, task, attempt }: ClaimReference): number {
  const newest = 'SELECT max(number) AS number FROM message WHERE run = ? AND task = ? AND attempt = ?';
  return Number(database.one(newest, run, task, attempt)?.['number'] ?? 0);
}

/** For the claim that holds the task now. */
export function leaveMessage(
  database: Database,
  at: number,
  { run, task, text }: { readonly run: string; readonly task: string; readonly text: string },
): number {
  const found = database.one('SELECT status, fence FROM task WHERE run = ? AND id = ?', run, task);
  if (found === undefined) throw errors.make('CDEV_E_AGENT_FLEET_TASK_UNKNOWN', { run, task });
  if (found['status'] !== 'running') throw errors.make('CDEV_E_AGENT_FLEET_TASK_UNHELD', { run, task });
  const attempt = Number(found['fence']);
  const number = newestMessage(database, { run, task, attempt }) + 1;
  const leave = 'INSERT INTO message (run, task, attempt, number, at, text) VALUES (?, ?, ?, ?, ?, ?)';
  database.change(leave, run, task, attempt, number, at, text);
  return number;
}

export function readMessages(
  database: Database,
  { run, task, attempt }: ClaimReference,
  after: number,
): readonly Message[] {
  const wanted =
    'SELECT number, at, text FROM message WHERE run = ? AND task = ? AND attempt = ? AND number > ? ORDER BY number';
  return database
    .all(wanted, run, task, attempt, after)
    .map(({ number, at, text }) => ({ number: Number(number), at: Number(at), text: String(text) }));
}
