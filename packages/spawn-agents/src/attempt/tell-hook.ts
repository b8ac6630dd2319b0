import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { systemShell } from '../drivers/command.ts';

/** What happens to an agent, and the user's shell command for each that has one. */
export interface Hooks {
  readonly started?: string | undefined;
  /** It was denied a permission, and may come to nothing. */
  readonly blocked?: string | undefined;
  readonly finished?: string | undefined;
  readonly failed?: string | undefined;
}

export interface Happening {
  readonly event: keyof Hooks;
  readonly plan: string;
  readonly agent: string;
  readonly attempt: number;
  readonly worktree: string;
  readonly reason?: string | undefined;
}

const timeLimit = 60_000;

/**
 * Runs the user's command for what has happened, in the folder where this script was started. One that fails or takes longer than a minute is
 * told and changes nothing: it watches the agents, it does not judge them.
 */
export async function tellHook(hooks: Hooks | undefined, happening: Happening, context: Context): Promise<void> {
  const { event, plan, agent, attempt, worktree, reason } = happening;
  const command = hooks?.[event];
  if (command === undefined) return;
  const env = {
    CDEV_EVENT: event,
    CDEV_PLAN: plan,
    CDEV_AGENT: agent,
    CDEV_ATTEMPT: String(attempt),
    CDEV_WORKTREE: worktree,
    CDEV_REASON: reason ?? '',
  };
  const [shell, flag] = systemShell;
  try {
    await run(shell, [flag, command], { cwd: context.cwd, env, timeLimit, leftBehind: 'end', signal: context.signal });
  } catch (error) {
    if (!isCdevError(error)) throw error;
    if (error.kind === 'interrupted') return;
    context.progress.note(`The command for "${event}" of ${agent} failed: ${error.message.split('\n')[0]}`);
  }
}
