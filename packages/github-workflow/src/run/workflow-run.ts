import type { OutputStream } from '@cdev/core/subprocess';
import type { NotRun } from '../plan/workflow-plan.ts';
import type { Combination } from '../plan/expand-matrix.ts';

/** `refused`: not run because of what it would do. `incomplete`: a composite of which something was not run, and nothing failed. */
export type StepStatus = 'passed' | 'failed' | 'skipped' | 'cancelled' | 'not-run' | 'refused' | 'incomplete';

export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string;
  /** From the workspace, as the program gave it. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Every text has its secrets masked. */
export interface StepResult {
  readonly name: string;
  readonly id?: string;
  readonly line: number;
  readonly status: StepStatus;
  /** Why it failed, was skipped, cancelled or not run. */
  readonly reason?: string;
  readonly exitCode?: number;
  /** It failed and `continue-on-error` lets the job go on. */
  readonly isTolerated: boolean;
  /** Milliseconds. */
  readonly duration: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  /** The last lines of output. */
  readonly tail: readonly string[];
  readonly summary: string;
  readonly notes: readonly string[];
  /** Of a composite action. */
  readonly steps: readonly StepResult[];
}

/** `incomplete`: nothing failed, but not all could be run. */
export type JobStatus = 'passed' | 'failed' | 'skipped' | 'cancelled' | 'not-run' | 'incomplete';

export interface JobResult {
  readonly id: string;
  /** As GitHub names it: `test (22)`, `call / build`. */
  readonly name: string;
  readonly line: number;
  readonly status: JobStatus;
  readonly reason?: string;
  readonly combination?: Combination;
  /** It failed and its `continue-on-error` keeps the workflow from failing. */
  readonly isTolerated: boolean;
  readonly duration: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** It failed after something that was not run, which may be why. */
  readonly isInDoubt: boolean;
  readonly steps: readonly StepResult[];
  readonly notes: readonly string[];
}

/** `not-run`: nothing of the workflow was run; never a success. */
export type RunStatus = 'passed' | 'failed' | 'incomplete' | 'not-run';

export interface WorkflowRun {
  readonly workflow: string;
  readonly path: string;
  readonly event: string;
  readonly commit: string;
  readonly status: RunStatus;
  /** Instances of a matrix and jobs of called workflows each on their own, in the order of the file. */
  readonly jobs: readonly JobResult[];
  readonly notRun: readonly NotRun[];
  readonly notes: readonly string[];
  readonly duration: number;
}

/** What happens, as it happens. `job` is the job's name. */
export type RunEvent =
  | { readonly type: 'job-started'; readonly job: string }
  | { readonly type: 'job-ended'; readonly job: string; readonly result: JobResult }
  | { readonly type: 'step-started'; readonly job: string; readonly step: string; readonly depth: number }
  | {
      readonly type: 'step-ended';
      readonly job: string;
      readonly step: string;
      readonly depth: number;
      readonly result: StepResult;
    }
  | { readonly type: 'line'; readonly job: string; readonly text: string; readonly stream: OutputStream }
  | { readonly type: 'annotation'; readonly job: string; readonly annotation: Annotation }
  | { readonly type: 'group'; readonly job: string; readonly title: string | undefined };
