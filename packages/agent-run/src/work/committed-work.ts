import type { DeploymentPlan } from '@cdev/deployment-plan';
import type { Identity } from '@cdev/git';
import type { Journal } from '../journal/journal.ts';
import type { HookOptions, HookRun } from './hooks/hook-run.ts';
import type { SetAside } from './set-aside.ts';
import type { ForeignChange, Work, WorkChange } from './work.ts';

/** What an inspection of the changes found; an `error` refuses the commit. */
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
  /** The run's journal, opened by the caller. */
  readonly journal: Journal;
  /** Where the agent's own work begins. Default: what the journal says, else the plan's base. */
  readonly base?: string | undefined;
  /** Default `<type>(<agent>): <title>`, see `commitType`. Trailers are added. */
  readonly message?: string | undefined;
  /** One commit takes the place of those the agent has made since its base; their tip stays on a set-aside ref. */
  readonly amend?: boolean | undefined;
  /** The work is not complete, and recorded so. */
  readonly partial?: boolean | undefined;
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean | undefined;
  /** Default: the user's configured identity. */
  readonly author?: Identity | undefined;
  /** Looks into the changes that would be committed, before anything is done; contents are in `work.tree`. */
  readonly inspect?:
    | ((changes: readonly WorkChange[], work: Work) => readonly WorkFinding[] | Promise<readonly WorkFinding[]>)
    | undefined;
  /** The repository's own hooks. Default: none runs. */
  readonly hooks?: HookOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CommittedWork {
  readonly branch: string;
  readonly base: string;
  /** The branch's tip with the agent's work; undefined when there is no work, or when a dry run would make the commit. */
  readonly commit?: string;
  /** Whether this call made (or, dry, would make) a commit; false when the work was committed already. */
  readonly isNew: boolean;
  /** False for partial work. */
  readonly complete: boolean;
  readonly message: string;
  /** Paths in which the commit differs from the base, sorted. */
  readonly files: readonly string[];
  /** Foreign changes with the owners of their paths; they are in no commit of the branch. */
  readonly foreign: readonly ForeignChange[];
  readonly setAside: readonly SetAside[];
  /** Foreign paths that stay in the worktree: submodules, other repositories, and files git ignores since the agent untracked them. */
  readonly left: readonly string[];
  /** Of the worktree and the index as they were found; undefined when all was committed. */
  readonly snapshot?: { readonly ref: string; readonly commit: string };
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
  /** Hooks of the repository that saw this commit, were passed over, or (dry) would see it. */
  readonly hooks: readonly HookRun[];
  /** What `inspect` warned of, and what hooks changed beside the commit. */
  readonly warnings: readonly WorkFinding[];
  readonly dryRun: boolean;
}
