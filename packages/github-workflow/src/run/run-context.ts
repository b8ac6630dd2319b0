import type { Context } from '@cdev/core/cli';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Mask } from './mask.ts';
import type { Scratch } from './scratch.ts';
import type { RunEvent } from './workflow-run.ts';

/** Of core's `Context`, what a run needs. */
export type RunContext = Pick<Context, 'env' | 'signal'>;

export interface RunOptions {
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Jobs that run at the same time. Default 1; in the working tree always 1. */
  readonly jobsAtOnce?: number | undefined;
  /** Milliseconds that a job may take at most, whatever it says itself. */
  readonly timeLimit?: number | undefined;
}

/** What all jobs of a run have in common. */
export interface RunShare {
  readonly plan: WorkflowPlan;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly scratch: Scratch;
  readonly mask: Mask;
  readonly emit: (event: RunEvent) => void;
  /** What every step's environment begins with. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `action` when one of the places for jobs is free. */
  readonly withPlace: <Result>(action: () => Promise<Result>) => Promise<Result>;
}
