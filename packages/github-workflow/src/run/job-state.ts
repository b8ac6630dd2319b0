import { NotKnown } from '../expression/context-data.ts';
import type { WorkflowSource } from '../source/workflow-source.ts';
import type { ProgramEnd } from './execute-program.ts';
import type { RunShare } from './run-context.ts';

/** What `steps.<id>` gives. */
export interface StepAnswer {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly outcome: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly conclusion: 'success' | 'failure' | 'cancelled' | 'skipped';
}

export type GithubResult = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A job on its way, changed by each of its steps. */
export interface JobState {
  readonly share: RunShare;
  readonly workflow: WorkflowSource;
  readonly name: string;
  readonly workspace: string;
  readonly temp: string;
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Of workflow and job, then what steps wrote to GITHUB_ENV. */
  readonly env: Map<string, string>;
  /** The last that was added comes first. */
  readonly paths: string[];
  /** Done at the end, the last first. */
  readonly posts: Post[];
  /** Ends of processes that steps left running. */
  readonly groups: number[];
  /** Steps that were not run, by name. */
  readonly notRun: string[];
  readonly notes: Set<string>;
  status: 'success' | 'failure' | 'cancelled';
  /** Why nothing more can be run in earnest. */
  stopped: string | undefined;
  /** The first failure came after something that was not run. */
  isInDoubt: boolean;
  signal: AbortSignal;
}

export interface Post {
  readonly name: string;
  /** Undefined when its condition does not hold. */
  readonly run: () => Promise<ProgramEnd | undefined>;
}

/** Steps at one level: those of the job, or those of a composite action. */
export interface Frame {
  readonly job: JobState;
  readonly depth: number;
  readonly steps: Map<string, StepAnswer | NotKnown>;
  /** Environment that the calling steps add, the outermost first. */
  readonly layers: readonly Map<string, string>[];
  readonly inputs: unknown;
  readonly actionPath: string | undefined;
  /** A composite action's own; a job's is in its state. */
  status: 'success' | 'failure' | 'cancelled';
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
}

/** The environment that expressions of a step see as `env`. */
export function environmentOf({ job, layers }: Frame, own?: ReadonlyMap<string, string>): Map<string, string> {
  const all = new Map(job.env);
  for (const layer of own ? [...layers, own] : layers) for (const [name, value] of layer) all.set(name, value);
  return all;
}

/** A variable that a step sets holds for all steps that follow, also where the calling step had given it another value. */
export function setVariable({ job, layers }: Frame, name: string, value: string): void {
  job.env.set(name, value);
  for (const layer of layers) if (layer.has(name)) layer.set(name, value);
}
