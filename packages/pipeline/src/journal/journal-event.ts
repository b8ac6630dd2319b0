/** What became of a step, or of one combination of its matrix. */
export type StepStatus =
  | 'passed'
  /** An earlier run had the same inputs; it was not run. */
  | 'cached'
  /** It was finished before the run was interrupted, and its inputs have not changed. */
  | 'kept'
  | 'failed'
  | 'timed-out'
  /** It said that there is no answer yet (exit code 75). */
  | 'pending'
  | 'skipped'
  /** It was ended before it was done. */
  | 'cancelled'
  /** The run ended before its turn came. */
  | 'not-run';

export type RunStatus = 'passed' | 'failed' | 'pending' | 'stopped';

/** A step that ended, as the journal keeps it. */
export interface StepEnd {
  readonly type: 'step-ended';
  /** `test`, or `test (22, linux)`. */
  readonly instance: string;
  readonly status: StepStatus;
  /** Of all that it depended on. */
  readonly fingerprint: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
}

export type JournalEvent =
  | {
      readonly type: 'run-began';
      readonly schemaVersion: 1;
      readonly pipeline: string;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | { readonly type: 'run-resumed' }
  | { readonly type: 'step-began'; readonly instance: string; readonly attempt: number; readonly log: string }
  | StepEnd
  | { readonly type: 'step-approved'; readonly step: string; readonly fingerprint: string }
  | { readonly type: 'run-ended'; readonly status: RunStatus };

export type JournalLine = JournalEvent & { readonly time: string };
