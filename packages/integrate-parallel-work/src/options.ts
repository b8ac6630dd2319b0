import type { ResolveOptions } from '@cdev/branch-merge';
import { errors } from './errors.ts';

export type IntegrationStrategy = 'merge' | 'squash' | 'rebase';

export interface IntegrateOptions {
  /** A plan's id, its issue's id or its file; without it the newest plan. */
  readonly plan: string | undefined;
  /** The branch to move; default: the one that the run was made for. */
  readonly target: string | undefined;
  /** Agents that go first, in this order. */
  readonly order: readonly string[];
  readonly skip: readonly string[];
  /** Empty for all. */
  readonly only: readonly string[];
  /** `merge`: a merge commit an agent; `squash`: one commit an agent; `rebase`: its commits, replayed. */
  readonly strategy: IntegrationStrategy;
  /** Remove the worktrees and branches of agents that are in the target. */
  readonly cleanup: boolean;
  /** Remote to push the target to afterwards. */
  readonly push: string | undefined;
  /** Open a pull request instead of moving the target. */
  readonly pullRequest: boolean;
  /** Names of checks of the plan and its agents to run, and no others; without it, or empty, all. */
  readonly checks?: readonly string[] | undefined;
  /** Test runs at once, at most; without it as many as the machine has cores for. 1 where two would be in each other's way. */
  readonly atOnce?: number | undefined;
  /** The least sure resolution of a conflict that is taken; default: a guess too, because the result is tested. */
  readonly minConfidence?: ResolveOptions['atLeast'];
  /** Whether a conflict is decided first as the same one was before; default: yes. */
  readonly remembers?: boolean | undefined;
  /** Have the result say why this order, this mode and this many at once. */
  readonly explain?: boolean | undefined;
  readonly abort: boolean;
  readonly isDryRun: boolean;
  /** Questions are answered with yes. */
  readonly yes: boolean;
}

/** @throws CDEV_E_INTEGRATE_OPTIONS_CONTRADICT, CDEV_E_INTEGRATE_AT_ONCE_INVALID */
export function assertOptions({ abort, isDryRun, only, skip, pullRequest, cleanup, atOnce }: IntegrateOptions): void {
  const contradict = (one: string, other: string): never => {
    throw errors.make('CDEV_E_INTEGRATE_OPTIONS_CONTRADICT', { one, other });
  };
  if (abort && isDryRun) contradict('--abort', '--dry-run');
  if (pullRequest && cleanup) contradict('--cleanup', '--pr');
  if (atOnce !== undefined && (!Number.isInteger(atOnce) || atOnce < 1))
    throw errors.make('CDEV_E_INTEGRATE_AT_ONCE_INVALID', { value: String(atOnce) });
  const both = only.find((agent) => skip.includes(agent));
  if (both !== undefined) contradict(`--only ${both}`, `--skip ${both}`);
}
