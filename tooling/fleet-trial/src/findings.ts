import { setTimeout as pause } from 'node:timers/promises';
import { openFleet, type FleetEvent } from '@cdev/agent-fleet';
import type { TempPostgres } from '@cdev/test-kit';
import type { Ground, GroundOptions } from './ground.ts';

export interface Finding {
  readonly what: string;
  readonly isWell: boolean;
  readonly found?: string | undefined;
}

/** @param open makes the ground: on one machine, or on the machines of a lab */
export type Trial = (
  server: TempPostgres,
  open?: (options: GroundOptions) => Promise<Ground>,
) => Promise<readonly Finding[]>;

/** A command: an agent that does its work. */
export const made = 'mkdir -p src/$CDEV_AGENT && echo "by $CDEV_AGENT" > src/$CDEV_AGENT/made.txt';

/** So many that wait for nobody. */
export function agents(count: number): Record<string, string[]> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, []]));
}

export async function until(what: string, condition: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(50))
    if (await condition()) return;
  throw new Error(`It did not come about within ${seconds} s: ${what}`);
}

/** What the engine has of the only run of a ground. */
export async function engineEvents(ground: Ground, url: string): Promise<FleetEvent[]> {
  const run = (await ground.events()).find(({ fleet }) => fleet !== undefined)?.fleet?.run ?? '';
  await using engine = await openFleet({ url });
  const events: FleetEvent[] = [];
  for await (const event of engine.watch(run)) events.push(event);
  return events;
}

/** Every agent is done once, and the journal, the branches at the remote and the engine agree. */
export async function whole(ground: Ground, url: string, cwd?: string): Promise<Finding[]> {
  const { agents: states } = await ground.state(cwd);
  const promoted = await ground.promoted();
  const events = await engineEvents(ground, url);
  const ids = ground.plan.agents.map(({ id }) => id);
  const counts = (kind: string): string[] =>
    ids.filter((id) => events.filter((one) => one.task === id && one.kind === kind).length !== 1);
  const apart = ids.filter((id) => promoted.get(id) === undefined || promoted.get(id) !== states.get(id)?.commit);
  const seen = ids.filter((id) => states.get(id)?.status !== 'committed');
  const journal = (await ground.events(cwd)).filter(({ type }) => type === 'committed').length;
  return [
    {
      what: 'each agent is done exactly once at the engine',
      isWell: counts('done').length === 0,
      found: counts('done').join(' '),
    },
    {
      what: 'each branch at the remote is at the commit that the journal has',
      isWell: apart.length === 0,
      found: apart.join(' '),
    },
    {
      what: 'each agent is committed in the journal, once',
      isWell: seen.length === 0 && journal === ids.length,
      found: `${journal} ${seen.join(' ')}`,
    },
  ];
}

/** The agents at work, by the journal. */
export async function runningOn(ground: Ground): Promise<readonly string[]> {
  return [...(await ground.state()).agents.values()].filter(({ status }) => status === 'running').map(({ id }) => id);
}
