import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { agentOf, type DeploymentPlan } from '@cdev/deployment-plan';
import type { Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import type { Survey } from './survey-work.ts';

/** Files in a worktree's git directory that tell of something begun and not finished. */
const operations = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
] as const;

/**
 * Refuses what must not be committed as it is, before anything is done.
 * @throws CDEV_E_RUN_OPERATION_UNFINISHED, CDEV_E_RUN_WRONG_BRANCH, CDEV_E_RUN_INDEX_LOCKED, CDEV_E_RUN_NESTED_REPOSITORY,
 * CDEV_E_RUN_CONFLICT_MARKERS
 */
export async function refuseWork(
  survey: Survey,
  { plan, agentId }: { plan: DeploymentPlan; agentId: string },
): Promise<void> {
  const { repository, work } = survey;
  const worktree = repository.top ?? repository.gitDir;
  for (const [file, operation] of operations)
    if (await exists(join(repository.gitDir, file)))
      throw errors.make('CDEV_E_RUN_OPERATION_UNFINISHED', { worktree, operation });
  const expected = agentOf(plan, agentId).branch;
  if (work.branch !== expected)
    throw errors.make('CDEV_E_RUN_WRONG_BRANCH', {
      worktree,
      expected,
      found: work.branch ?? `no branch (${work.tip})`,
    });
  if (work.nested.length > 0)
    throw errors.make('CDEV_E_RUN_NESTED_REPOSITORY', { agent: agentId, paths: work.nested.join(', ') });
  const places = work.leftovers.map(({ path, line, text }) => (line === 0 ? `${path} (${text})` : `${path}:${line}`));
  if (places.length > 0) {
    const more = places.length > 10 ? ` and ${places.length - 10} more` : '';
    const parameters = { agent: agentId, places: places.slice(0, 10).join(', ') + more };
    throw errors.make('CDEV_E_RUN_CONFLICT_MARKERS', parameters, {
      details: { agent: agentId, leftovers: work.leftovers },
    });
  }
  await refuseLockedIndex(repository, worktree);
}

/** A git at work holds the lock for moments. One that was killed leaves it for good: where the system tells that nobody has it, it is gone by now. */
async function refuseLockedIndex({ gitDir }: Repository, worktree: string): Promise<void> {
  const file = join(gitDir, 'index.lock');
  for (let tries = 0; await exists(file); tries += 1) {
    if (tries === 20) throw errors.make('CDEV_E_RUN_INDEX_LOCKED', { worktree, file });
    await pause(100);
  }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
