import type { FoundConflicts, MergeCandidate } from '@cdev/branch-merge';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import type { MergeConflict, Repository } from '@cdev/git';

/** Commits to be merged one upon the other, in the order of a plan or of the command line. */
export interface BranchSubject {
  readonly kind: 'branches';
  readonly onto: { readonly commit: string; readonly name: string };
  readonly candidates: readonly MergeCandidate[];
  /** Undefined when commits were named. */
  readonly plan: DeploymentPlan | undefined;
  /** The branch that the plan's run is for. */
  readonly target: string | undefined;
  readonly notes: readonly string[];
}

/** A merge, rebase, cherry-pick, revert or stash that stopped in this working tree. */
export interface StoppedSubject {
  readonly kind: 'stopped';
  readonly operation: StoppedOperation;
  /** The working tree's top folder. */
  readonly worktree: string;
  readonly repository: Repository;
  readonly conflicts: readonly MergeConflict[];
  /** The same, with what git said of them. */
  readonly found: FoundConflicts;
  readonly labels: { readonly ours: string; readonly theirs: string };
  /** Commits of the sides; '' where there is none. */
  readonly heads: { readonly ours: string; readonly theirs: string };
}

export type StoppedOperation = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'other';
export type Subject = BranchSubject | StoppedSubject;
