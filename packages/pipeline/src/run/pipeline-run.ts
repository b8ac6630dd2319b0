import type { RunStatus, StepStatus } from '../journal/journal-event.ts';

/** What became of a run. */
export interface PipelineRun {
  readonly pipeline: string;
  /** The run's number. */
  readonly run: string;
  readonly status: Exclude<RunStatus, 'stopped'>;
  /** When the run that was gone on with began; undefined for a new one. */
  readonly resumed: string | undefined;
  /** Its journal and the logs of its steps are here. */
  readonly folder: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepReport[];
  /** Milliseconds. */
  readonly duration: number;
}

export interface StepReport {
  /** `test`, or `test (22, linux)`. */
  readonly instance: string;
  readonly step: string;
  readonly name: string;
  readonly status: StepStatus;
  /** It failed, and `continue-on-error` lets the others go on. */
  readonly isTolerated: boolean;
  readonly attempts: number;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly duration: number;
  /** The file of its log; undefined when it was not run. */
  readonly log?: string | undefined;
  /** The last lines of one that failed. */
  readonly tail?: readonly string[] | undefined;
}
