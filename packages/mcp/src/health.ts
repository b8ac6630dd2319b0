import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { findPlace } from './place.ts';

/** The server can be started anywhere; whether this is an agent's worktree is said. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  const title = 'agent';
  try {
    const { agent, planId } = await findPlace({ agent: undefined, plan: undefined }, context);
    return [{ title, status: 'ok', detail: `${agent} of ${planId}` }];
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return [
      { title, status: 'not-run', detail: error.message, fix: "Run it in an agent's worktree to check that too" },
    ];
  }
}
