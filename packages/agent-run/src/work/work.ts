import type { DeploymentPlan, Owner } from '@cdev/deployment-plan';

/** One path that differs between the agent's base and its worktree. A rename is one deleted and one added path. */
export interface WorkChange {
  /** Repository-relative, posix, as git has it (any character but NUL). */
  readonly path: string;
  readonly kind: 'added' | 'modified' | 'deleted' | 'type-changed';
  /** File mode as git writes it, `100644`, `100755`, `120000`, `160000`; '' when deleted. */
  readonly mode: string;
  /** The new content's object id; '' when deleted. */
  readonly blob: string;
  /** `committed`: on the branch already; `uncommitted`: in the index, the worktree or untracked. */
  readonly stage: 'committed' | 'uncommitted';
}

export interface ForeignChange extends WorkChange {
  /** Whose it is: another agent, shared between other agents, or nobody. */
  readonly owner: Owner;
}

export interface Leftover {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Everything an agent has done since its base, wherever it lies. */
export interface Work {
  readonly branch: string;
  readonly base: string;
  readonly tip: string;
  readonly changed: readonly WorkChange[];
  readonly owned: readonly string[];
  readonly shared: readonly string[];
  readonly foreign: readonly ForeignChange[];
  /** Conflict markers in changed files that the base did not have. */
  readonly leftovers: readonly Leftover[];
  /** Promised paths that are not there. */
  readonly missing: readonly string[];
  readonly isEmpty: boolean;
}

export interface InspectWorkOptions {
  readonly worktree: string;
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  /** Where the agent's own work begins (`AgentState.base`). */
  readonly base: string;
  readonly signal?: AbortSignal | undefined;
}

export function inspectWork(_options: InspectWorkOptions): Promise<Work> {
  throw new Error('not written yet');
}
