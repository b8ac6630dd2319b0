import { runHook, type Repository } from '@cdev/git';
import { errors } from '../../errors.ts';
import type { CommitHook, HookOptions } from './hook-run.ts';

export interface HookPlace {
  readonly repository: Repository;
  readonly agentId: string;
  readonly options: HookOptions;
  /** The index that is committed. */
  readonly index: string;
  readonly author: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** Lines of a hook's output that an error shows. */
const shown = 20;

/** @throws CDEV_E_RUN_HOOK_REFUSED, CDEV_E_RUN_HOOK_TIMED_OUT, CDEV_E_SUBPROCESS_CANCELLED */
export async function callHook(place: HookPlace, name: CommitHook, args: readonly string[] = []): Promise<void> {
  const { repository, agentId, options, index, author, signal } = place;
  const { timeLimit, onBegin, onEnd, onLine } = options;
  onBegin?.(name);
  const result = await runHook(repository, { name, args, index, author, timeLimit, signal, onLine });
  onEnd?.(name, result.ok);
  if (result.ok) return;
  const output = `${result.stdout}${result.stderr}`.trim().split('\n').slice(-shown).join('\n');
  const details = { details: { agent: agentId, hook: name, output } };
  throw result.timedOut
    ? errors.make(
        'CDEV_E_RUN_HOOK_TIMED_OUT',
        { agent: agentId, hook: name, limit: `${timeLimit / 1000} s`, output },
        details,
      )
    : errors.make('CDEV_E_RUN_HOOK_REFUSED', { agent: agentId, hook: name, output }, details);
}
