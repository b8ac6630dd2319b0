import type { CdevError } from '@cdev/core/errors';
import type { WorkflowSource } from '../source/workflow-source.ts';
import type { Combination } from './expand-matrix.ts';
import type { EventRequest, PlannedEvent } from './plan-event.ts';
import type { RepositoryFacts } from './repository-facts.ts';
import type { Machine } from './runner-system.ts';

export interface PlanOptions extends EventRequest {
  /** Ids of the jobs to run, with those they need. Default: all. */
  readonly jobs?: readonly string[] | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** `vars` */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Added to the environment of every step. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Laid over the `github` context: `actor`, `repository`, … */
  readonly github?: Readonly<Record<string, unknown>> | undefined;
  /**
   * What the jobs work on. `commit` (default): a clean copy of HEAD each; `changes`: with what is not committed yet (ignored files
   * aside); `working-tree`: the folder itself, as it stands, for all of them.
   */
  readonly source?: 'commit' | 'changes' | 'working-tree' | undefined;
  /** Steps that publish, deploy or push. Default `refuse`. */
  readonly publishing?: 'refuse' | 'run' | undefined;
  /** Steps that change this machine (sudo, apt-get, …). Default `refuse`. */
  readonly machineChanges?: 'refuse' | 'run' | undefined;
  /** Jobs for another operating system. Default `not-run`. */
  readonly otherSystems?: 'not-run' | 'run' | undefined;
  /** Jobs for another version of a tool than is here. Default `not-run`. */
  readonly otherVersions?: 'not-run' | 'run' | undefined;
  /** Jobs that need a job that was not run: `hold` (default) does not run them either, `go-on` takes it for passed. */
  readonly afterNotRun?: 'hold' | 'go-on' | undefined;
  readonly machine?: Machine | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `depends`: known only when what comes before it has run. */
export type Prospect = 'runs' | 'skipped' | 'depends' | 'not-run';

export interface StepPlan {
  readonly name: string;
  readonly line: number;
  /** What runs it: a shell, a stand-in for a known action, the steps or the program of an action of this repository. */
  readonly by: 'script' | 'stand-in' | 'composite' | 'javascript' | 'nothing';
  /** `bash: npm test`, `a copy of the commit` */
  readonly detail: string;
  readonly prospect: Prospect;
  /** Why it is skipped, depends or is not run. */
  readonly reason?: string;
  /** Not run because of what it would do; with `publishing` or `machineChanges` at `run` it would be. */
  readonly isRefused: boolean;
  /** Of a composite action. */
  readonly steps: readonly StepPlan[];
}

export interface JobPlan {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  readonly needs: readonly string[];
  readonly prospect: Prospect;
  readonly reason?: string;
  /** Of a job with a matrix; `later` when it comes from a job before it. */
  readonly combinations?: readonly Combination[] | 'later';
  readonly steps: readonly StepPlan[];
  /** Of a reusable workflow. */
  readonly jobs: readonly JobPlan[];
  readonly notes: readonly string[];
}

export interface NotRun {
  readonly job: string;
  readonly step?: string;
  readonly line: number;
  readonly reason: string;
  readonly isRefused: boolean;
}

/** What will happen, what is mapped and what will not run and why. Plain data but for `called`; `runPlan` carries it out. */
export interface WorkflowPlan {
  readonly workflow: WorkflowSource;
  readonly event: PlannedEvent;
  readonly facts: RepositoryFacts;
  /** Ids of the jobs that are looked at, in the order of the file. */
  readonly selected: readonly string[];
  readonly jobs: readonly JobPlan[];
  readonly notRun: readonly NotRun[];
  readonly notes: readonly string[];
  readonly options: PlanOptions;
  readonly machine: Machine;
  /** Reusable workflows of the repository by their path, or why they cannot be called. */
  readonly called: ReadonlyMap<string, WorkflowSource | CdevError>;
}
