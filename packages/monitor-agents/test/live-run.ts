import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runState, type AgentState } from '@cdev/agent-run';
import type { ParallelRun } from '@cdev/run-fixture';

/** Where the scripts that are started write logs and records; they may do so after the test that started them is over. */
export const liveHome = fileURLToPath(new URL('../node_modules/.cache/home', import.meta.url));

/** Leaves a file; from its second attempt on it ends by itself. */
const command = 'echo "attempt $CDEV_ATTEMPT" >> a.txt; [ "$CDEV_ATTEMPT" -gt 1 ] || sleep 120';

export const stateOf = async ({ journal, plan }: ParallelRun): Promise<AgentState | undefined> =>
  runState(await journal.read(), { agents: plan.agents }).agents.get('login');

/** Waits for what must come; the time is far more than it needs. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = performance.now() + 90_000; performance.now() < deadline; await pause(50))
    if (await condition()) return;
  throw new Error(`It did not come: ${what}`);
}

/**
 * Waits until the processes that were started in the repository and go on by themselves are gone: they write until they end. One that was asked for last
 * may still be about to start, so none may be seen for a while.
 */
export async function runnersGone({ repository }: ParallelRun): Promise<void> {
  // Behind the last letter that `ps` writes in another way where the locale is C; what makes the path the only one is there.
  const place = repository.path.split(/[^ -~]+/).at(-1) ?? '';
  let unseen = 0;
  await until('the end of who runs the agents', async () => {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args=']);
    unseen = stdout.includes(place) ? 0 : unseen + 1;
    return unseen > 20;
  });
}

/** Runs agents by that command. */
export const liveEnvironment = { CDEV_DRIVER: 'command', CDEV_COMMAND: command, CDEV_DEPENDENCIES: 'none' };
