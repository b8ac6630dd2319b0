import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** Another form of the index is another file: versions of the scripts that are in use side by side do not take turns rebuilding. */
const fileName = 'run-index-1.sqlite';

const schema = `
CREATE TABLE IF NOT EXISTS journal (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, head TEXT NOT NULL, read INTEGER NOT NULL, unreadable INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, script TEXT NOT NULL, command TEXT NOT NULL, version TEXT NOT NULL, host TEXT NOT NULL,
  platform TEXT NOT NULL, node TEXT NOT NULL, UNIQUE (script, command, version, host, platform, node));
CREATE TABLE IF NOT EXISTS run (journal INTEGER NOT NULL, position INTEGER NOT NULL, series INTEGER NOT NULL, start INTEGER NOT NULL, duration REAL NOT NULL,
  cpu REAL NOT NULL, child_cpu REAL, memory REAL NOT NULL, status TEXT NOT NULL, exit_code INTEGER NOT NULL, error TEXT, repository TEXT, pid INTEGER,
  PRIMARY KEY (journal, position)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS run_series ON run (series, start);
CREATE INDEX IF NOT EXISTS run_start ON run (start);
CREATE INDEX IF NOT EXISTS run_error ON run (error, start) WHERE error IS NOT NULL;
CREATE TABLE IF NOT EXISTS day (series INTEGER NOT NULL, day INTEGER NOT NULL, runs INTEGER NOT NULL, errors INTEGER NOT NULL, cpu REAL, cpu95 REAL,
  duration REAL, duration95 REAL, memory REAL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (series, day)) WITHOUT ROWID;
`;

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  readonly notKept: string | undefined;
}

/** The index of a home: in its file, or in memory where none can be had (a disk that is read-only or of another machine). */
export async function openDatabase(home: string): Promise<OpenedDatabase> {
  const Database = await loadSqlite();
  const file = join(home, fileName);
  try {
    return { database: prepare(new Database(ownFile(home), { timeout: 5000 }), true), notKept: undefined };
  } catch (error) {
    if (/malformed|not a database/i.test((error as Error).message)) {
      discard(file);
      try {
        return { database: prepare(new Database(ownFile(home), { timeout: 5000 }), true), notKept: undefined };
      } catch {
        // Told below, as what it was first.
      }
    }
    return openInMemory((error as Error).message);
  }
}

/** An index that ends with the process. */
export async function openInMemory(notKept: string): Promise<OpenedDatabase> {
  const Database = await loadSqlite();
  return { database: prepare(new Database(':memory:'), false), notKept };
}

/** What was run where is nobody else's business; SQLite gives its other files the rights of this one. */
function ownFile(home: string): string {
  const file = join(home, fileName);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  return file;
}

function prepare(database: DatabaseSync, isKept: boolean): DatabaseSync {
  try {
    // Everything in it can be made again from the journals, so a power failure may take it.
    database.exec(
      `PRAGMA journal_mode = ${isKept ? 'WAL' : 'MEMORY'}; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000; PRAGMA temp_store = MEMORY;`,
    );
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function discard(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Node 22 warns of its SQLite on stderr, where it would stand between what the user asked for. The class has two names (DEP0210). */
async function loadSqlite(): Promise<typeof DatabaseSync> {
  const sqlite = process.getBuiltinModule('node:sqlite');
  return (sqlite as { Database?: typeof DatabaseSync }).Database ?? sqlite.DatabaseSync;
}
