import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** One line per run; what the maintenance scripts read. Flat on purpose: a reader finds the start of a record behind a torn one. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly script: string;
  /** The script with its subcommand, or with `--health`. */
  readonly command: string;
  readonly version: string;
  /** ISO 8601. */
  readonly start: string;
  /** Milliseconds. */
  readonly duration: number;
  /** User and system time of the script itself, in milliseconds. */
  readonly cpu: number;
  /** The same of the programs it ran and waited for; only where the system tells (Linux). */
  readonly childCpu?: number;
  /** Bytes. */
  readonly peakMemory: number;
  readonly status: 'ok' | 'findings' | 'pending' | 'error';
  readonly exitCode: number;
  readonly errorCode?: string;
  readonly host: string;
  readonly platform: string;
  readonly node: string;
  /** The process, as the log names it. */
  readonly pid?: number;
  /** Checksum (CRC-32) of the repository's path; absent outside one. */
  readonly repository?: string;
}

/**
 * The journal that a record belongs to, one JSON document a line. One a script, machine and month: machines that share a home never write to the
 * same file, and old months can go without rewriting what somebody appends to.
 */
export function runRecordFile(
  home: string,
  { script, host, start }: Pick<RunRecord, 'script' | 'host' | 'start'>,
): string {
  const machine = host.replaceAll(/[^\w.-]/g, '_').slice(0, 100) || 'unknown';
  return join(home, 'runs', script, `${machine}-${start.slice(0, 7)}.ndjson`);
}

/**
 * Appends one record in a single write, which the system does not mix with that of another process. A record that cannot be written is
 * lost; it never fails the script.
 * @returns whether the whole record is with the system, from where the end of this process cannot take it.
 */
export function writeRunRecord(home: string, record: RunRecord): boolean {
  try {
    const file = runRecordFile(home, record);
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    const descriptor = openJournal(file);
    try {
      return writeSync(descriptor, line) === line.length;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function openJournal(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return openSync(file, 'a', 0o600);
  }
}

type MachineFacts = Pick<
  RunRecord,
  'cpu' | 'childCpu' | 'peakMemory' | 'host' | 'platform' | 'node' | 'pid' | 'repository'
>;

/** What the machine contributes to a record. */
export function machineFacts(cwd: string): MachineFacts {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const repository = repositoryId(cwd);
  const childCpu = childCpuTime();
  return {
    cpu: Math.round((userCPUTime + systemCPUTime) / 1000),
    ...(childCpu !== undefined && { childCpu }),
    peakMemory: maxRSS * 1024,
    host: hostname(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    pid: process.pid,
    ...(repository !== undefined && { repository }),
  };
}

/** proc_pid_stat(5): fields 16 and 17, in ticks of 10 ms. The name in field 2 may hold anything, so counting starts behind it. */
function childCpuTime(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[13]) + Number(fields[14]);
    return Number.isFinite(ticks) ? ticks * 10 : undefined;
  } catch {
    return undefined;
  }
}

function repositoryId(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return checksumOf(folder);
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * A checksum tells folders apart as well, and keeps a path to itself as little or as much: to load cryptography for it would be a twelfth of what Node
 * itself takes to start, and the runtime's own CRC-32 comes with compression and streams. Bit by bit, as ISO 3309 has it.
 */
function checksumOf(folder: string): string {
  let rest = -1;
  for (const byte of Buffer.from(folder)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (0xed_b8_83_20 & -(rest & 1));
  }
  return (~rest >>> 0).toString(16).padStart(8, '0');
}
