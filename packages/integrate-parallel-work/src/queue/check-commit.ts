import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { readCheckResult, runChecks, type Check, type CheckRun } from '@cdev/project-checks';
import type { Integration } from '../integration.ts';
import { placeCommit, restoreTracked, type IntegrationWorktree } from '../worktree/integration-worktree.ts';
import { prepareDependencies } from '../worktree/prepare-dependencies.ts';

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
 * Runs the checks on exactly the files of the commit, up to the first that does not pass. One that has passed on this tree before, in whatever
 * commit, is not run again.
 * @throws CDEV_E_SUBPROCESS_CANCELLED, CDEV_E_WORKSPACE_INSTALL_FAILED
 */
export async function checkCommit(integration: Integration, options: CheckCommitOptions): Promise<readonly CheckRun[]> {
  const { worktree, commit, tree, checks, name, context, onStart } = options;
  const { repository, paths } = integration;
  const { env, signal } = context;
  const cache = { folder: join(repository.commonDir, 'cdev', 'checks'), tree };
  const logFolder = join(paths.logs, 'integration', name);
  const runs: CheckRun[] = [];
  let isPlaced = false;
  const place = async (): Promise<void> => {
    if (isPlaced) return void (await restoreTracked(worktree, signal));
    await placeCommit(worktree, commit, signal);
    await prepareDependencies(integration, worktree, context);
    isPlaced = true;
  };
  for (const check of checks) {
    if (runs.some(({ status }) => status !== 'passed')) break;
    const known = await readCheckResult(cache, check);
    if (known) {
      runs.push({ ...known, name: check.name, cached: true });
      continue;
    }
    await place();
    runs.push(...(await runChecks({ cwd: worktree.path, checks: [check], cache, logFolder, env, signal, onStart })));
  }
  return runs;
}
