import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { planFile, readPlan } from '@cdev/deployment-plan';

/**
 * The name for a plan: the one that its issue gives, or the next with a number, where the run of that name has ended. The journal of what was done
 * is kept under it, so it is not used again.
 */
export async function freePlanId(commonDir: string, name: string): Promise<string> {
  let id = name;
  for (let number = 2; await isUsedUp(commonDir, id); number += 1) id = `${name}-${number}`;
  return id;
}

/** Whether agents were spawned for the plan of that name. */
export function hasRun(commonDir: string, id: string): boolean {
  return existsSync(join(commonDir, 'cdev', 'runs', id));
}

async function isUsedUp(commonDir: string, id: string): Promise<boolean> {
  // The most there is to ask where nothing of that name has begun.
  if (!hasRun(commonDir, id)) return false;
  const { hasEnded, readEvents, runState } = await import('@cdev/agent-run');
  const plan = await readPlan(planFile(commonDir, id)).catch(() => undefined);
  return hasEnded(runState(await readEvents(commonDir, id), { agents: plan?.agents }));
}
