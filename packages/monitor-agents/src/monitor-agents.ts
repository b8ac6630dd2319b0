import { join } from 'node:path';
import { runPaths } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { findPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import type { RunView } from './agent-view.ts';
import { errors } from './errors.ts';
import { createNotifier } from './notify/create-notifier.ts';
import { noticesBetween } from './notify/notices-between.ts';
import { observeRun } from './observe-run.ts';
import { watchFolders } from './watch-folders.ts';

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
  /** Who is told what becomes of the agents: `desktop`, or addresses of webhooks. */
  readonly notify: readonly string[];
}

/** Milliseconds between looks when nothing runs and nothing changes. */
const restInterval = 30_000;

/** Shows a run once, or again and again until it is interrupted (or, with `untilDone`, until all agents are at rest). */
export async function monitorAgents(options: MonitorOptions, context: Context): Promise<Outcome<RunView>> {
  if (options.interval < 100)
    throw errors.make('CDEV_E_MONITOR_INTERVAL_TOO_SHORT', { value: String(options.interval) });
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const { plan } = await findPlan({ commonDir, cwd: context.cwd, reference: options.plan });
  const observer = observeRun(plan, commonDir, context);
  const notify = createNotifier(options.notify, context);
  const watches = !options.once && (options.watch || options.untilDone || context.live.isTerminal);
  using changes = watchFolders(watches ? foldersOf(commonDir, plan.id) : [], context.signal);
  let before: RunView | undefined;
  for (;;) {
    const view = await observer.look(before === undefined);
    if (before) await notify(plan.id, noticesBetween(before, view));
    if (!watches || (options.untilDone && view.isAtRest)) return { result: view, status: 'ok' };
    await context.live.show(view);
    await changes.next({ atLeast: options.interval, atMost: view.isAtRest ? restInterval : options.interval });
    before = view;
  }
}

/** Where everything that the view shows leaves a trace: the journal, and the branches of the agents and of the target. */
function foldersOf(commonDir: string, planId: string): readonly string[] {
  const heads = join(commonDir, 'refs', 'heads');
  return [runPaths(commonDir, planId).folder, commonDir, heads, join(heads, 'cdev', planId)];
}
