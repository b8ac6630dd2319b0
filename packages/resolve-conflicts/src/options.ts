import type { ResolveOptions as MergeChoices } from '@cdev/branch-merge';
import type { Confidence } from '@cdev/structured-merge';
import { branchProblem } from '@cdev/deployment-plan';
import { errors } from './errors.ts';

export const strategies = [
  'structured',
  'ours',
  'theirs',
  'union',
  'priority',
  'interactive',
  'handoff',
  'staged',
] as const;

/**
 * `structured`: by the rule of each path; `ours`, `theirs`, `union`: line by line, a side or both; `priority`: structured, and what that leaves
 * to the side that comes first in merge order; `interactive`: structured, and what that leaves is asked; `handoff`: structured, and what that
 * leaves becomes a task; `staged`: only what is certain.
 */
export type Strategy = (typeof strategies)[number];

export interface ResolveConflictsOptions {
  /** A plan's id, its issue's id or its file. */
  readonly plan: string | undefined;
  /** Ids of agents; empty for all. */
  readonly agents: readonly string[];
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
  /** The branch that gets the merge commit. */
  readonly into: string | undefined;
  readonly strategy: Strategy;
  /** The least sure resolution that is taken; what is less sure stays open. */
  readonly minConfidence: Confidence;
  /** With `apply`: have package managers write lock files anew that both sides changed, or leave these open. */
  readonly lockfiles: 'write' | 'leave';
  /** Tell for each path what was tried, why it gave way, and what was made of the result. */
  readonly explain: boolean;
  /** Take what was decided before for the same piece, in any worktree, and remember what is decided. */
  readonly remembers: boolean;
  /** Do it, and do not only show it. */
  readonly apply: boolean;
  readonly isDryRun: boolean;
}

/** @throws CDEV_E_RESOLVE_ONE_SIDE_MISSING, CDEV_E_RESOLVE_OPTIONS_CONTRADICT, CDEV_E_RESOLVE_INTO_NO_BRANCH */
export function assertOptions({ plan, agents, ours, theirs, into, apply, isDryRun }: ResolveConflictsOptions): void {
  const contradict = (one: string, other: string): never => {
    throw errors.make('CDEV_E_RESOLVE_OPTIONS_CONTRADICT', { one, other });
  };
  if (ours !== undefined && theirs === undefined)
    throw errors.make('CDEV_E_RESOLVE_ONE_SIDE_MISSING', { given: '--ours', missing: '--theirs' });
  if (theirs !== undefined && ours === undefined)
    throw errors.make('CDEV_E_RESOLVE_ONE_SIDE_MISSING', { given: '--theirs', missing: '--ours' });
  if (ours !== undefined && plan !== undefined) contradict('--ours', `the plan ${plan}`);
  if (ours !== undefined && agents.length > 0) contradict('--ours', '--agents');
  if (apply && isDryRun) contradict('--apply', '--dry-run');
  const problem = into === undefined ? undefined : intoProblem(into);
  if (into !== undefined && problem !== undefined)
    throw errors.make('CDEV_E_RESOLVE_INTO_NO_BRANCH', { branch: into, problem });
}

/** git would make a branch of the whole of it, beside the one that is meant. */
function intoProblem(into: string): string | undefined {
  if (into.startsWith('refs/')) return 'it is a whole ref, and a branch is called by what stands after refs/heads/';
  return branchProblem(into);
}

/** What a strategy asks of the merge; questions are added where somebody can be asked. */
export function choicesOf({
  strategy,
  minConfidence: atLeast,
}: Pick<ResolveConflictsOptions, 'strategy' | 'minConfidence'>): Pick<
  MergeChoices,
  'strategy' | 'leftOver' | 'atLeast' | 'takesSides'
> {
  if (strategy === 'ours' || strategy === 'theirs' || strategy === 'union') return { strategy };
  if (strategy === 'priority') return { leftOver: 'ours', atLeast: 'guess', takesSides: true };
  if (strategy === 'staged') return { atLeast: 'certain' };
  // Who is asked, or whose agents are, decides between two edits better than the odds.
  return { atLeast, takesSides: strategy === 'structured' };
}
