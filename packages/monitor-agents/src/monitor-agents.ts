import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { findPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import type { RunView } from './agent-view.ts';
import { errors } from './errors.ts';
import { observeRun } from './observe-run.ts';

export interface MonitorOptions {
  readonly plan: string | undefined;
  /** One look, then the end. */
  readonly once: boolean;
  /** Go on also without a terminal. */
  readonly watch: boolean;
  /** End when nothing runs any more. */
  readonly untilDone: boolean;
  /** Milliseconds between looks. */
  readonly interval: number;
}

/** Shows a run once, or again and again until it is interrupted (or, with `untilDone`, until all agents are at rest). */
export async function monitorAgents(options: MonitorOptions, context: Context): Promise<Outcome<RunView>> {
  if (options.interval < 100)
    throw errors.make('CDEV_E_MONITOR_INTERVAL_TOO_SHORT', { value: String(options.interval) });
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const { plan } = await findPlan({ commonDir, cwd: context.cwd, reference: options.plan });
  const observer = observeRun(plan, commonDir, context);
  const watches = !options.once && (options.watch || options.untilDone || context.live.isTerminal);
  for (let view = await observer.look(true); ; view = await observer.look(false)) {
    if (!watches || (options.untilDone && view.isAtRest)) return { result: view, status: 'ok' };
    await context.live.show(view);
    await pause(options.interval, undefined, { signal: context.signal });
  }
}
