import { openFleet } from '@cdev/agent-fleet';
import type { AgentState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { agentOf } from '@cdev/deployment-plan';
import { driverRecorded } from './drivers/index.ts';
import { errors } from './errors.ts';
import { engineOf, readFleetRecord } from './fleet/fleet-record.ts';
import { openRun, stateOf, type SpawnRun } from './open-run.ts';

export interface MessageOptions {
  readonly agent: string;
  readonly text: string;
  readonly plan: string | undefined;
  /** Of a run on a fleet: its engine. */
  readonly engine?: string | undefined;
  readonly isDryRun: boolean;
}

export interface MessageResult {
  readonly plan: string;
  readonly agent: string;
  /** When it hears it; undefined: nothing is known of its assistant yet. */
  readonly hears: string | undefined;
  /** The engine through which it goes; undefined: the agent is of this machine. */
  readonly engine: string | undefined;
  readonly isDryRun: boolean;
}

/**
 * Says something to an agent at work: into the journal, where every way to it reads; on a fleet through the engine, and its worker puts it into the
 * journal there.
 * @throws CDEV_E_SPAWN_MESSAGE_UNHEARD, CDEV_E_SPAWN_MESSAGE_EMPTY, CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_SPAWN_FLEET_NO_ENGINE, CDEV_E_AGENT_FLEET_*
 */
export async function messageAgent(options: MessageOptions, context: Context): Promise<Outcome<MessageResult>> {
  const { agent, isDryRun } = options;
  const text = stripControl(options.text).trim();
  if (text === '') throw errors.make('CDEV_E_SPAWN_MESSAGE_EMPTY', { agent });
  const run = await openRun(options.plan, context);
  agentOf(run.plan, agent);
  const record = await readFleetRecord(run);
  const isElsewhere = record?.isOpen === true && record.agents.includes(agent);
  const state = await stateOf(run, agent);
  const driver = (state.status === 'running' ? state.driver : undefined) ?? (isElsewhere ? record.driver : undefined);
  const hears = driver === undefined ? undefined : await howItHears(run, state, driver);
  if (driver !== undefined && hears === undefined)
    throw errors.make('CDEV_E_SPAWN_MESSAGE_UNHEARD', { agent, driver, plan: run.plan.id });
  const result = { plan: run.plan.id, agent, hears, isDryRun };
  if (!isElsewhere) {
    if (!isDryRun) await run.journal.append({ type: 'message-sent', agent, text });
    return { result: { ...result, engine: undefined }, status: 'ok' };
  }
  await using engine = await openFleet({ url: engineOf(record, options.engine, context), env: context.env });
  if (!isDryRun) await engine.tell(record.run, agent, text);
  return { result: { ...result, engine: engine.description.place }, status: 'ok' };
}

/** By its assistant; a command hears when it has shown that it has our tools. */
async function howItHears({ journal }: SpawnRun, { id }: AgentState, driver: string): Promise<string | undefined> {
  const { hears } = driverRecorded(driver);
  if (hears !== undefined) return hears;
  const events = await journal.read();
  const start = events.findLastIndex((event) => event.type === 'agent-started' && event.agent === id);
  const hasTools = events.slice(start + 1).some((event) => event.type === 'reported' && event.agent === id);
  return hasTools ? 'with its next call of our tools' : undefined;
}
