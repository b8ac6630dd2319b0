import type { Context } from '@cdev/core/cli';
import { isAncestor, requireCommit } from '@cdev/git';
import { errors } from './errors.ts';
import { historyOf } from './history.ts';
import type { Integration } from './integration.ts';
import { closeWorktrees, worktreePlace } from './worktree/integration-worktree.ts';

export interface AbortedIntegration {
  readonly plan: string;
  readonly target: string;
  /** False when none was under way. */
  readonly wasOpen: boolean;
  /** Worktrees of the integration that were there. */
  readonly removed: readonly string[];
}

/** Gives up an integration that was interrupted; the target is not touched. @throws CDEV_E_INTEGRATE_ALREADY_MOVED */
export async function abortIntegration(integration: Integration, context: Context): Promise<AbortedIntegration> {
  const { plan, target, journal, repository } = integration;
  const events = await journal.read();
  const { open } = historyOf(events);
  const tip = await requireCommit(repository, `refs/heads/${open?.target ?? target}`);
  for (const decision of open?.decisions.values() ?? [])
    if (decision.kind === 'merged' && (await isAncestor(repository, decision.commit, tip)))
      throw errors.make('CDEV_E_INTEGRATE_ALREADY_MOVED', { target: open?.target ?? target, commit: tip.slice(0, 12) });
  const place = worktreePlace(integration, events);
  const removed = await closeWorktrees(integration, place);
  if (open) await journal.append({ type: 'integration-aborted', reason: 'asked for' });
  context.log.info('integration given up', { plan: plan.id, open: open !== undefined });
  return {
    plan: plan.id,
    target: open?.target ?? target,
    wasOpen: open !== undefined,
    removed,
  };
}
