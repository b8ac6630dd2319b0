import type { Context, Outcome } from '@cdev/core/cli';
import { findPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import type { RunView } from './agent-view.ts';
import { errors } from './errors.ts';
import { followRun } from './follow-run.ts';
import { createNotifier } from './notify/create-notifier.ts';
import { interact } from './terminal/interact.ts';
import { noticesBetween } from './notify/notices-between.ts';

export interface MonitorOptions {
  readonly plan: string | undefined;
  /** One look, then the end. */
  readonly once: boolean;
  /** Go on also without a terminal. */
  readonly watch: boolean;
  /** End when nothing runs any more. */
  readonly untilDone: boolean;
  /** Milliseconds between looks while agents run. */
  readonly interval: number;
  /** Who is told what becomes of the agents: `bell` (of the terminal that is looked at), `desktop`, or addresses of webhooks. */
  readonly notify: readonly string[];
}

/** Shows a run once, or again and again until it is interrupted (or, with `untilDone`, until all agents are at rest). */
export async function monitorAgents(options: MonitorOptions, context: Context): Promise<Outcome<RunView>> {
  if (options.interval < 100)
    throw errors.make('CDEV_E_MONITOR_INTERVAL_TOO_SHORT', { value: String(options.interval) });
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const { plan, file: planFile } = await findPlan({ commonDir, cwd: context.cwd, reference: options.plan });
  const notify = createNotifier(options.notify, context);
  const watches = !options.once && (options.watch || options.untilDone || context.live.isTerminal);
  const leaving = new AbortController();
  const keys = watches && context.live.isTerminal ? context.keys?.(leaving.signal) : undefined;
  using hands = keys && interact(keys, { plan, planFile, commonDir, context });
  const signal = hands ? AbortSignal.any([context.signal, hands.ended]) : context.signal;
  const rings = options.notify.includes('bell');
  if (rings && !hands) context.progress.note('There is no terminal whose bell could ring');
  let before: RunView | undefined;
  try {
    for await (const view of followRun(plan, commonDir, {
      interval: options.interval,
      context: { ...context, signal },
    })) {
      const notices = before ? noticesBetween(before, view) : [];
      await notify(plan.id, notices);
      before = view;
      if (!watches || (options.untilDone && view.isAtRest)) break;
      await (hands ? hands.show(view, rings && notices.length > 0) : context.live.show(view));
    }
  } catch (error) {
    // Somebody has pressed q.
    if (hands?.ended.aborted !== true) throw error;
  } finally {
    leaving.abort();
  }
  return { result: before as RunView, status: 'ok' };
}
