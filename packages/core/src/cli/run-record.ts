import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** One line per run; what the maintenance scripts read. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly script: string;
  readonly command: string;
  readonly version: string;
  /** ISO 8601. */
  readonly start: string;
  /** Milliseconds. */
  readonly duration: number;
  /** User and system time of the script itself, in milliseconds. */
  readonly cpu: number;
  /** Bytes. */
  readonly peakMemory: number;
  readonly status: 'ok' | 'findings' | 'pending' | 'error';
  readonly exitCode: number;
  readonly errorCode?: string;
  readonly host: string;
  readonly platform: string;
  readonly node: string;
  /** Digest of the repository's path; absent outside one. */
  readonly repository?: string;
}

/** Where the records of a script are, one JSON document a line. */
export function runRecordFile(home: string, script: string): string {
  return join(home, 'runs', `${script}.ndjson`);
}

/** Appends one record in a single write. A record that cannot be written is lost; it never fails the script. */
export function writeRunRecord(home: string, record: RunRecord): void {
  try {
    const file = runRecordFile(home, record.script);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  } catch {
    // See above.
  }
}

/** What the machine contributes to a record. */
export function machineFacts(
  cwd: string,
): Pick<RunRecord, 'cpu' | 'peakMemory' | 'host' | 'platform' | 'node' | 'repository'> {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const repository = repositoryId(cwd);
  return {
    cpu: Math.round((userCPUTime + systemCPUTime) / 1000),
    peakMemory: maxRSS * 1024,
    host: hostname(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    ...(repository !== undefined && { repository }),
  };
}

function repositoryId(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return createHash('sha256').update(folder).digest('hex').slice(0, 12);
    if (dirname(folder) === folder) return undefined;
  }
}
