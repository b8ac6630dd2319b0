import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { checkCommit as check, type Check, type CheckRun } from '@cdev/project-checks';
import type { Integration } from '../integration.ts';
import type { IntegrationWorktree } from '../worktree/integration-worktree.ts';

export interface CheckCommitOptions {
  readonly worktree: IntegrationWorktree;
  readonly commit: string;
  /** Its tree. */
  readonly tree: string;
  readonly checks: readonly Check[];
  /** Names the folder of the logs. */
  readonly name: string;
  readonly context: Context;
  readonly onStart: (check: Check) => void;
}

/**
 * The checks, on exactly the files of the commit, in the integration's worktree.
 * @throws CDEV_E_SUBPROCESS_CANCELLED, CDEV_E_WORKSPACE_INSTALL_FAILED
 */
export async function checkCommit(integration: Integration, options: CheckCommitOptions): Promise<readonly CheckRun[]> {
  const { worktree, name, context, ...rest } = options;
  const { repository, paths } = integration;
  const { env, signal, log } = context;
  const logFolder = join(paths.logs, 'integration', name);
  return check({ ...rest, repository, bench: async () => worktree, logFolder, env, signal, log });
}
