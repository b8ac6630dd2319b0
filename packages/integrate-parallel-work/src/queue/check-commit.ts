import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { checkCommit as check, type Check, type CheckRun } from '@cdev/project-checks';
import type { Integration } from '../integration.ts';
import type { BenchPool } from '../worktree/bench-pool.ts';

export interface CheckCommitOptions {
  readonly benches: BenchPool;
  readonly commit: string;
  /** Its tree. */
  readonly tree: string;
  readonly checks: readonly Check[];
  /** Names the folder of the logs. */
  readonly name: string;
  readonly context: Context;
  /** Ends it: its outcome is of no use any more. */
  readonly stop?: AbortSignal | undefined;
  readonly onStart: (check: Check) => void;
}

/**
 * The checks, on exactly the files of the commit, in a worktree of the integration that nobody else uses meanwhile.
 * @throws CDEV_E_SUBPROCESS_CANCELLED, CDEV_E_WORKSPACE_INSTALL_FAILED
 */
export async function checkCommit(integration: Integration, options: CheckCommitOptions): Promise<readonly CheckRun[]> {
  const { benches, name, context, ...rest } = options;
  const { repository, paths } = integration;
  const { env, signal, log } = context;
  const logFolder = join(paths.logs, 'integration', name);
  return benches.lend((bench) => check({ ...rest, repository, bench, logFolder, env, signal, log }));
}
