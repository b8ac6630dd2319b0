import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { runState, type AgentState } from '@cdev/agent-run';
import type { ParallelRun } from '@cdev/run-fixture';

/** Leaves a file; from its second attempt on it ends by itself. */
const command = 'echo "attempt $CDEV_ATTEMPT" >> a.txt; [ "$CDEV_ATTEMPT" -gt 1 ] || sleep 120';

export const stateOf = async ({ journal, plan }: ParallelRun): Promise<AgentState | undefined> =>
  runState(await journal.read(), { agents: plan.agents }).agents.get('login');

/** Waits for what must come; the time is far more than it needs. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await pause(50))
    if (await condition()) return;
  throw new Error(`It did not come: ${what}`);
}

/** Waits until the processes that were started in the repository and go on by themselves are gone: they write until they end. */
export const runnersGone = ({ repository }: ParallelRun): Promise<void> =>
  until('the end of who runs the agents', async () => {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args=']);
    // Behind the last letter that `ps` writes in another way where the locale is C; what makes the path the only one is there.
    return !stdout.includes(repository.path.split(/[^ -~]+/).at(-1) ?? '');
  });

/** Runs agents by that command. */
export const liveEnvironment = { CDEV_DRIVER: 'command', CDEV_COMMAND: command, CDEV_DEPENDENCIES: 'none' };
