import type { RunRecord } from '@cdev/core/cli';

export interface OpenRunHistoryOptions {
  /** `CDEV_HOME`, else `~/.cdev`: `Context.home`. */
  readonly home: string;
  readonly signal?: AbortSignal | undefined;
  /** Called while what is new is read, with bytes. The first reading of a million records takes seconds. */
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

/** What is left out chooses nothing away. */
export interface RunFilter {
  readonly script?: string | undefined;
  readonly command?: string | undefined;
  readonly version?: string | undefined;
  readonly host?: string | undefined;
  /** Runs that started at this time or later. */
  readonly since?: Date | undefined;
  /** Runs that started before this time. */
  readonly until?: Date | undefined;
}

export interface ScriptRuns {
  readonly script: string;
  readonly runs: number;
  /** Runs that ended with an error; findings are no error. */
  readonly errors: number;
  /** ISO 8601. */
  readonly first: string;
  readonly last: string;
  readonly lastVersion: string;
}

/** All runs that ended with one error of one script. */
export interface ErrorOccurrences {
  readonly errorCode: string;
  readonly script: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  /** Sorted by when they were first met. */
  readonly versions: readonly string[];
  readonly hosts: readonly string[];
}

/** One UTC day of one command in one version on one machine. Figures are of the runs without an error. */
export interface DayFigures {
  readonly script: string;
  readonly command: string;
  readonly version: string;
  readonly host: string;
  readonly platform: string;
  readonly node: string;
  /** `2026-11-27`. */
  readonly day: string;
  readonly runs: number;
  readonly errors: number;
  /** Milliseconds of the script and what it ran, at the median and the 95th percentile; undefined when every run failed. */
  readonly cpu: number | undefined;
  readonly cpu95: number | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
  readonly duration95: number | undefined;
  /** Bytes, at the median. */
  readonly memory: number | undefined;
}

export interface RunHistoryState {
  readonly records: number;
  readonly journals: number;
  /** Lines that hold no record: torn by a kill, a full disk or a power failure, or of a newer form. */
  readonly unreadable: number;
  /** Why the index is in memory and will be made again next time; undefined when it is kept. */
  readonly notKept: string | undefined;
}

/** The records of all scripts, machines and repositories whose journals are in one home. */
export interface RunHistory extends Disposable {
  readonly state: RunHistoryState;
  readonly scripts: (filter?: RunFilter) => readonly ScriptRuns[];
  /** Most recent last occurrence first. */
  readonly errors: (filter?: RunFilter) => readonly ErrorOccurrences[];
  /** In order of day. `since` and `until` count by whole days. */
  readonly days: (filter?: RunFilter) => readonly DayFigures[];
  /** Newest first. */
  readonly runs: (filter: RunFilter & { readonly limit: number; readonly failed?: boolean }) => readonly RunRecord[];
}
