import type { RepositoryFacts } from '../plan/repository-facts.ts';
import type { PlanOptions } from '../plan/workflow-plan.ts';

/** What a stand-in may know and do. */
export interface StandInCall {
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly home: string;
  /** What the step's programs would get. */
  readonly env: Readonly<Record<string, string>>;
  /** Outlives the job, goes with the run. */
  readonly artifacts: string;
  readonly caches: string;
  readonly facts: RepositoryFacts;
  readonly options: PlanOptions;
  /** The folder that the workflow's files are in. */
  readonly root: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

export type StandInOutcome =
  | {
      readonly status: 'passed';
      readonly outputs?: Readonly<Record<string, string>>;
      readonly notes?: readonly string[];
      /** Done at the end of the job, the last first. */
      readonly post?: () => Promise<void>;
    }
  | { readonly status: 'failed'; readonly reason: string }
  /** `stopsJob`: what follows would be run on something else than is meant. */
  | { readonly status: 'not-run'; readonly reason: string; readonly stopsJob?: boolean };

/** Does here what a well-known action does on GitHub. */
export interface StandIn {
  readonly detail: string;
  readonly run: (call: StandInCall) => Promise<StandInOutcome>;
}
