/** What a runner is given. */
export interface BenchmarkSetting {
  /** The repository's folder. */
  readonly root: string;
  /** What stood after the runner's name. */
  readonly args: readonly string[];
  /** A line for the person who waits. */
  readonly note: (text: string) => void;
}

/** What a runner measured, as the table that is shown and recorded. */
export interface Figures {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether the bar is met; undefined when the runner judges nothing. */
  readonly isMet?: boolean;
  /** What a reader needs to understand the table: how it was measured, what it leaves out. */
  readonly notes?: readonly string[];
  /** What is recorded for the arguments, where these are places of this machine. */
  readonly shownArgs?: readonly string[];
}

/** A runner: `src/<name>.ts` exports it as `benchmark`. */
export interface Benchmark {
  readonly summary: string;
  /** What it must measure up to, in words. */
  readonly bar: string;
  readonly run: (setting: BenchmarkSetting) => Promise<Figures>;
}
