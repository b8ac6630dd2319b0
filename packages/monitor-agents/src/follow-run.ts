import { join } from 'node:path';
import { runPaths } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import type { RunView } from './agent-view.ts';
import { observeRun } from './observe-run.ts';
import { watchFolders } from './watch-folders.ts';

/** Milliseconds between looks when nothing runs and nothing changes. */
const restInterval = 30_000;

/** One view after the other, for as long as they are asked for: at the interval while agents run, at a change when none does. */
export async function* followRun(
  plan: DeploymentPlan,
  commonDir: string,
  { interval, context }: { readonly interval: number; readonly context: Context },
): AsyncGenerator<RunView, void, void> {
  const observer = observeRun(plan, commonDir, context);
  using changes = watchFolders(foldersOf(commonDir, plan.id), context.signal);
  for (let isFirst = true; ; isFirst = false) {
    const view = await observer.look(isFirst);
    yield view;
    await changes.next({ atLeast: interval, atMost: view.isAtRest ? restInterval : interval });
  }
}

/** Where everything that the view shows leaves a trace: the journal, and the branches of the agents and of the target. */
function foldersOf(commonDir: string, planId: string): readonly string[] {
  const heads = join(commonDir, 'refs', 'heads');
  return [runPaths(commonDir, planId).folder, commonDir, heads, join(heads, 'cdev', planId)];
}
