import type { CheckRun } from '@cdev/project-checks';
import type { QueueChoice } from '../queue/choose-queue.ts';
import type { IntegrationStrategy } from '../options.ts';
import type { ReportedReview } from './reviews-of.ts';

export const reportSchemaVersion = 1;

/** How one conflict was decided. */
export interface ReportedResolution {
  readonly path: string;
  readonly rule: string;
  /** `certain`, `likely` or `guess`: that of the least sure decision in the file. */
  readonly confidence: string;
  readonly decisions: readonly { readonly where: string; readonly reason: string; readonly confidence: string }[];
}

export interface ReportedMerge {
  readonly agent: string;
  readonly title: string;
  readonly tip: string;
  /** The commit that carries it. */
  readonly commit: string;
  /** How many paths it changes. */
  readonly files: number;
  /** Which; absent in reports that were made of a journal alone. */
  readonly paths?: readonly string[];
  readonly resolved: readonly ReportedResolution[];
  /** Whom to ask for review of it, each entry apart; absent where the plan names nobody for what it changes. */
  readonly reviewers?: readonly ReportedReview[];
  /** Empty when the plan has no checks: then nothing was checked. */
  readonly checks: readonly Omit<CheckRun, 'tail' | 'command'>[];
  /** True when a check failed once and passed when it was run again. */
  readonly flaky: boolean;
  /** Milliseconds. */
  readonly durations: { readonly merge: number; readonly checks: number };
}

export interface ReportedAbsence {
  readonly agent: string;
  readonly kind: 'ejected' | 'missing' | 'skipped';
  readonly reason: string;
  /** The last lines that a failing check printed. */
  readonly tail?: string;
  /** Its whole output: a file in the run's folder, relative to that. */
  readonly log?: string;
  /** The task that was written for bringing it in, likewise. */
  readonly handOff?: string;
}

export interface ReportedPullRequest {
  readonly agent: string;
  readonly url: string;
  /** Branches on the remote: what is offered, and for which. */
  readonly head: string;
  readonly base: string;
  /** Agents on whose pull requests it stands. */
  readonly on: readonly string[];
}

/** One integration from beginning to end. Times are ISO 8601, durations milliseconds. */
export interface IntegrationReport {
  readonly schemaVersion: typeof reportSchemaVersion;
  readonly plan: string;
  readonly title: string;
  readonly target: string;
  readonly strategy: IntegrationStrategy;
  /** Where the target was, and the commit of everything that passed; the same when nothing did. */
  readonly from: string;
  readonly to: string;
  /** Whether the target was moved there. */
  readonly moved: boolean;
  readonly outcome: 'complete' | 'partial' | 'nothing';
  /** All agents of the plan, in the order in which they are merged. */
  readonly order: readonly string[];
  /** Names of the checks that trees had to pass: the plan's, and those of the agents in the tree. */
  readonly checks: readonly string[];
  readonly merged: readonly ReportedMerge[];
  readonly notMerged: readonly ReportedAbsence[];
  /** Agents that were in the target before. */
  readonly inTarget: readonly string[];
  readonly notes: readonly string[];
  /** How the queue was gone through, each time that this changed; absent where there was nothing to choose. */
  readonly queue?: readonly QueueChoice[];
  readonly startedAt: string;
  readonly duration: number;
  readonly pushedTo?: string;
  /** In merge order; absent where none were asked for. */
  readonly pullRequests?: readonly ReportedPullRequest[];
  /** What was cleaned up on request. */
  readonly removed?: readonly string[];
}
