import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The process group's id. */
  readonly group: number;
}

/** All processes that are at work (no zombies); undefined where the system has no /proc to read them from. */
export function readProcessTable(): readonly ProcessEntry[] | undefined {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readEntry(Number(name)));
}

/** Fields 3 to 5 of proc_pid_stat(5); the name before them is in brackets and may contain anything. */
function readEntry(pid: number): ProcessEntry[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(state) ? [] : [{ pid, parent: Number(parent), group: Number(group) }];
  } catch {
    // It ended while the table was read.
    return [];
  }
}

/** The environment that the process was started with; undefined when it may not be read. */
export function readProcessEnvironment(pid: number): ReadonlyMap<string, string> | undefined {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
  } catch {
    return undefined;
  }
}
