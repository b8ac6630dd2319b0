import type { DeploymentPlan } from '@cdev/deployment-plan';
import type { Journal } from '../journal/journal.ts';
import type { ForeignChange, Work, WorkChange } from './work.ts';

/** What an inspection of the changes found; any `error` refuses the commit. */
export interface WorkFinding {
  readonly severity: 'error' | 'warning';
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
  readonly message: string;
}

export interface CommitWorkOptions {
  readonly worktree: string;
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  readonly journal: Journal;
  /** Where the agent's own work begins. Default: what the journal says, else the plan's base. */
  readonly base?: string | undefined;
  /** Default `feat(<agent>): <title>`. Trailers are added. */
  readonly message?: string | undefined;
  /** The work is not complete: recorded so, and not merged by integration. */
  readonly partial?: boolean | undefined;
  /** Say what would be done and do nothing. */
  readonly dryRun?: boolean | undefined;
  readonly author?: { readonly name: string; readonly email: string } | undefined;
  /** Looks into the changes that would be committed, before anything is done. */
  readonly inspect?:
    | ((changes: readonly WorkChange[], work: Work) => readonly WorkFinding[] | Promise<readonly WorkFinding[]>)
    | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SetAside {
  readonly ref: string;
  readonly commit: string;
  readonly holds: 'changes' | 'tip';
  readonly paths: readonly string[];
}

export interface CommittedWork {
  readonly branch: string;
  readonly base: string;
  /** The branch's tip that holds the agent's work; undefined when there is none, or for a dry run that would commit. */
  readonly commit?: string;
  /** Whether this call made the commit; false when the work was committed already. */
  readonly isNew: boolean;
  readonly complete: boolean;
  readonly message: string;
  /** Paths that differ between base and commit, sorted. */
  readonly files: readonly string[];
  /** Foreign changes with their owners. */
  readonly foreign: readonly ForeignChange[];
  readonly setAside: readonly SetAside[];
  /** Foreign paths that stay in the worktree, because removing them could lose something. */
  readonly left: readonly string[];
  readonly snapshot?: { readonly ref: string; readonly commit: string };
  /** Findings of `inspect` that were only warnings. */
  readonly warnings: readonly WorkFinding[];
  readonly dryRun: boolean;
}

export function commitWork(_options: CommitWorkOptions): Promise<CommittedWork> {
  throw new Error('not written yet');
}
