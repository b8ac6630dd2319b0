import type { DatabaseSync } from 'node:sqlite';

/** Does `work` as the only writer. Waiting for another one takes the time-out of the database, several times over. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  begin(database);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function begin(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (attempt === 6 || !/locked|busy/i.test((error as Error).message)) throw error;
    }
  }
}
