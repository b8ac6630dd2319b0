import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { errors } from '../errors.ts';

/** The form of the tables; a newer one is refused. */
export const embeddedForm = 1;

const tables = `
CREATE TABLE IF NOT EXISTS run (id TEXT PRIMARY KEY, protocol INTEGER NOT NULL, last INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS task (position INTEGER PRIMARY KEY, run TEXT NOT NULL, id TEXT NOT NULL, definition TEXT NOT NULL, payload TEXT NOT NULL,
  labels TEXT NOT NULL, depends_on TEXT NOT NULL, priority INTEGER NOT NULL, time_limit INTEGER NOT NULL, attempts INTEGER NOT NULL,
  first_wait INTEGER NOT NULL, most_wait INTEGER NOT NULL, status TEXT NOT NULL, waits INTEGER NOT NULL, fence INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0, lease_until INTEGER, deadline INTEGER, worker TEXT, result TEXT,
  reason TEXT, cause TEXT, blocked_by TEXT, UNIQUE (run, id));
DROP INDEX IF EXISTS task_ready;
CREATE INDEX IF NOT EXISTS task_next ON task (priority DESC, (fence = 0), position) WHERE status = 'ready';
CREATE INDEX IF NOT EXISTS task_running ON task (lease_until) WHERE status = 'running';
CREATE TABLE IF NOT EXISTS dependency (run TEXT NOT NULL, needed TEXT NOT NULL, task TEXT NOT NULL, PRIMARY KEY (run, needed, task)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (run TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, task TEXT NOT NULL, attempt INTEGER NOT NULL,
  kind TEXT NOT NULL, detail TEXT NOT NULL, key TEXT, PRIMARY KEY (run, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (run TEXT NOT NULL, task TEXT NOT NULL, attempt INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (run, task, attempt, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dismissed (worker TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS event_key ON event (run, key) WHERE key IS NOT NULL;
`;

export type Row = Readonly<Record<string, string | number | null>>;

/** One connection: questions, and work as the only writer of all processes. */
export interface Database {
  readonly all: (sql: string, ...values: SQLInputValue[]) => Row[];
  readonly one: (sql: string, ...values: SQLInputValue[]) => Row | undefined;
  readonly change: (sql: string, ...values: SQLInputValue[]) => number;
  readonly write: <Result>(work: () => Result) => Promise<Result>;
  readonly close: () => void;
}

/** Opens `fleet.sqlite` in a folder, which is made when it is missing. */
export async function openDatabase(folder: string, place: string): Promise<Database> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const Sqlite = loadSqlite();
    const sqlite = new Sqlite(join(folder, 'fleet.sqlite'), { timeout: 200 });
    const database = connection(sqlite);
    // What was acknowledged outlives a power failure: every commit waits for the disk.
    await patiently(() => sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;'));
    await database.write(() => {
      sqlite.exec('CREATE TABLE IF NOT EXISTS fleet (form INTEGER NOT NULL)');
      const found = database.one('SELECT form FROM fleet')?.['form'];
      if (found === undefined) database.change('INSERT INTO fleet (form) VALUES (?)', embeddedForm);
      else if (Number(found) > embeddedForm) {
        const forms = { found: String(found), known: String(embeddedForm) };
        throw errors.make('CDEV_E_AGENT_FLEET_ENGINE_NEWER', { place, ...forms });
      }
      sqlite.exec(tables);
    });
    return database;
  } catch (error) {
    if (error instanceof Error && 'steps' in error) throw error;
    throw errors.make('CDEV_E_AGENT_FLEET_UNREACHABLE', { place, reason: (error as Error).message }, { cause: error });
  }
}

function connection(sqlite: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const made = sqlite.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    all: (sql, ...values) => statement(sql).all(...values) as Row[],
    one: (sql, ...values) => statement(sql).get(...values) as Row | undefined,
    change: (sql, ...values) => Number(statement(sql).run(...values).changes),
    write: (work) =>
      patiently(() => {
        sqlite.exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          sqlite.exec('COMMIT');
          return result;
        } catch (error) {
          if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
          throw error;
        }
      }),
    close: () => sqlite.close(),
  };
}

/** SQLite's own waiting stops the whole process, so it is short and the rest is waited for here. */
async function patiently<Result>(work: () => Result): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work();
    } catch (error) {
      if (attempt === 60 || !/locked|busy/i.test((error as Error).message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(10 * attempt, 200)));
    }
  }
}

/** Asked for as a builtin: an import would have Node 22 warn on stderr. The class has two names (DEP0210). */
function loadSqlite(): typeof DatabaseSync {
  const sqlite = process.getBuiltinModule('node:sqlite');
  return (sqlite as { Database?: typeof DatabaseSync }).Database ?? sqlite.DatabaseSync;
}
