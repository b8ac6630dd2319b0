import type { NotRun, WorkflowRun } from '@cdev/github-workflow';

export interface WorkflowTestOptions {
  /** Files, names or paths of workflows; empty for all that the event starts. */
  readonly workflows: readonly string[];
  readonly jobs: readonly string[];
  readonly event?: string | undefined;
  /** What the jobs work on: a clean copy of HEAD, one with uncommitted changes, or the folder itself. */
  readonly source: 'commit' | 'changes' | 'working-tree';
  /** Says what would run; runs nothing. */
  readonly list: boolean;
  /** Files with a NAME=value on each line. */
  readonly secrets?: string | undefined;
  readonly variables?: string | undefined;
  /** Runs steps that publish, deploy or push; they are refused otherwise. */
  readonly publishing: boolean;
  /** Runs jobs although another version of a tool is here than they ask for. */
  readonly otherVersions: boolean;
  /** It is well that parts were not run, as long as something was and nothing failed. */
  readonly allowNotRun: boolean;
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Milliseconds that one job may take. */
  readonly timeLimit: number;
}

/** What a workflow would do here. */
export interface WorkflowForecast {
  readonly path: string;
  readonly name: string;
  readonly event: string;
  readonly isTriggered: boolean;
  readonly reason: string;
  readonly jobs: readonly {
    readonly name: string;
    readonly prospect: 'runs' | 'skipped' | 'depends' | 'not-run';
    readonly reason?: string | undefined;
    readonly steps: number;
    /** Of a reusable workflow that it calls; its jobs are counted instead of steps, which it has none of. */
    readonly calls?: { readonly workflow: string; readonly jobs: number } | undefined;
    /** How many of the steps, or of the jobs that it calls, cannot run here. */
    readonly missing: number;
    /** How often its matrix lets it run; `later` when that comes from a job before it. */
    readonly combinations?: number | 'later' | undefined;
  }[];
  readonly notRun: readonly NotRun[];
  readonly notes: readonly string[];
}

export interface WorkflowTest {
  readonly kind: 'ci';
  readonly root: string;
  readonly listed: boolean;
  readonly forecasts: readonly WorkflowForecast[];
  /** Empty when only listed. */
  readonly runs: readonly WorkflowRun[];
  /** Workflow files that GitHub would refuse. */
  readonly broken: readonly { readonly path: string; readonly problem: string }[];
  /** Milliseconds. */
  readonly duration: number;
}
