import { errors } from '../errors.ts';
import type { ClaimReference, Message } from '../fleet-engine.ts';
import type { Connection, Statements } from './connection.ts';
import { queueSchema } from './schema.ts';

export interface JobMessage {
  readonly run: string;
  readonly task: string;
  readonly text: string;
  readonly key: string;
}

/**
 * For the claim that holds the job now. It is locked meanwhile: those who speak at once come one after the other, and the claim does not end before. Said again
 * after an answer that got lost, it is known by its key, also when the claim has ended.
 */
export async function tellJob({ transaction }: Connection, { run, task, text, key }: JobMessage): Promise<number> {
  return transaction(async ({ executeSql }) => {
    const holder = `SELECT j.state = 'active' AS is_held, j.retry_count + 1 AS attempt FROM cdev_fleet.task t
      JOIN ${queueSchema}.job j ON j.name = t.queue AND j.id = t.job WHERE t.run = $1 AND t.id = $2 FOR UPDATE OF j`;
    const [found] = (await executeSql(holder, [run, task])).rows;
    if (found === undefined) throw errors.make('CDEV_E_AGENT_FLEET_TASK_UNKNOWN', { run, task });
    const before = 'SELECT number FROM cdev_fleet.message WHERE run = $1 AND task = $2 AND key = $3';
    const [known] = (await executeSql(before, [run, task, key])).rows;
    if (known !== undefined) return Number(known['number']);
    if (found['is_held'] !== true) throw errors.make('CDEV_E_AGENT_FLEET_TASK_UNHELD', { run, task });
    const { rows } = await executeSql(
      `INSERT INTO cdev_fleet.message (run, task, attempt, number, at, text, key)
       SELECT $1, $2, $3, coalesce(max(number), 0) + 1, ceil(extract(epoch FROM ${queueSchema}.job_now()) * 1000), $4, $5
       FROM cdev_fleet.message WHERE run = $1 AND task = $2 AND attempt = $3 RETURNING number`,
      [run, task, found['attempt'], text, key],
    );
    return Number(rows[0]?.['number']);
  });
}

export async function readMessages(
  { executeSql }: Statements,
  { run, task, attempt }: ClaimReference,
  after: number,
): Promise<readonly Message[]> {
  const wanted =
    'SELECT number, at, text FROM cdev_fleet.message WHERE run = $1 AND task = $2 AND attempt = $3 AND number > $4 ORDER BY number';
  const { rows } = await executeSql(wanted, [run, task, attempt, after]);
  return rows.map(({ number, at, text }) => ({ number: Number(number), at: Number(at), text: String(text) }));
}
