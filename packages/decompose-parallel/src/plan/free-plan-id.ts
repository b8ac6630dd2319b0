import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The name for a plan: the one that its issue gives, or the next with a number, where the run of that name has ended. The journal of what was done
 * is kept under it, so it is not used again.
 */
export async function freePlanId(commonDir: string, name: string): Promise<string> {
  let id = name;
  for (let number = 2; await isUsedUp(commonDir, id); number += 1) id = `${name}-${number}`;
  return id;
}

async function isUsedUp(commonDir: string, id: string): Promise<boolean> {
  // The most there is to ask where nothing of that name has begun.
  if (!existsSync(join(commonDir, 'cdev', 'runs', id))) return false;
  const { hasEnded, readEvents, runState } = await import('@cdev/agent-run');
  const { planFile, readPlan } = await import('@cdev/deployment-plan');
  const events = await readEvents(commonDir, id);
  const plan = await readPlan(planFile(commonDir, id)).catch(() => undefined);
  return events.length > 0 && hasEnded(runState(events, { agents: plan?.agents ?? [] }));
}
