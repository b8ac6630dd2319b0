import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `degraded`: it starts and works, but `--health` says that something it depends on does not. */
export type ScriptState = 'healthy' | 'degraded' | 'broken';

/** One check as the history keeps it, a line each. */
export interface HealthEntry {
  readonly schemaVersion: 1;
  readonly time: string;
  readonly host: string;
  readonly origin: 'workspace' | 'project' | 'registry';
  readonly scripts: readonly {
    readonly script: string;
    readonly version: string;
    readonly node: string;
    readonly state: ScriptState;
    /** The first trial that is not well: `smoke: ended with 1, …`. */
    readonly reason?: string;
    /** Milliseconds of all trials together. */
    readonly duration: number;
  }[];
}

/** Where the results of health checks are kept, one JSON document a line. */
export function healthHistoryFile(home: string): string {
  return join(home, 'health', 'history.ndjson');
}

/** Oldest first. Lines that cannot be read (torn, of a newer form) are passed over. */
export function readHealthHistory(file: string): readonly HealthEntry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as HealthEntry;
        return entry.schemaVersion === 1 && Array.isArray(entry.scripts) ? [entry] : [];
      } catch {
        return [];
      }
    });
}

/** Throws what the file system says. */
export function appendHealthEntry(file: string, entry: HealthEntry): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}
