import { setTimeout as pause } from 'node:timers/promises';
import { openFleet, type FleetEngine } from '@cdev/agent-fleet';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { asOnlyRunner, readState, type SpawnRun } from '../open-run.ts';
import { readRecords } from './attempt-record.ts';
import { bringAttempts } from './bring-work.ts';
import { engineOf, writeFleetRecord, type FleetRecord } from './fleet-record.ts';
import { attemptRef, fetchRefs, remoteUrl } from './fleet-remote.ts';
import { watchFleet } from './watch-fleet.ts';

export interface StopOnFleetOptions {
  readonly record: FleetRecord;
  /** Ids; empty for all. */
  readonly only: readonly string[];
  readonly engine: string | undefined;
  readonly isDryRun: boolean;
}

export interface StoppedOnFleet {
  readonly agent: string;
  readonly attempt: number;
}

/** Milliseconds for workers to end their agents and to push what those had done. */
const patience = 20_000;
const interval = 250;

/**
 * Cancels agents at the engine. Their workers hear of it with the next heartbeat, end them and push what they had done; that is waited for, a short time,
 * and is here then.
 * @throws CDEV_E_SPAWN_FLEET_NO_ENGINE, CDEV_E_AGENT_FLEET_*
 */
export async function stopOnFleet(
  run: SpawnRun,
  { record, only, engine: url, isDryRun }: StopOnFleetOptions,
  context: Context,
): Promise<readonly StoppedOnFleet[]> {
  await using engine = await openFleet({ url: engineOf(record, url, context), env: context.env });
  const { tasks } = await engine.state(record.run);
  const chosen = tasks.filter(
    ({ task, status }) =>
      ['waiting', 'ready', 'running'].includes(status) && (only.length === 0 || only.includes(task)),
  );
  const stopped = chosen.map(({ task, attempt }) => ({ agent: task, attempt }));
  if (isDryRun || chosen.length === 0) return stopped;
  await engine.cancel(
    record.run,
    chosen.map(({ task }) => task),
  );
  const place: FencePlace = { repository: run.repository, remote: await remoteUrl(record.remote, run.root) };
  const working = chosen.filter(({ status }) => status === 'running');
  const task = context.progress.begin('workers');
  task.update('are told');
  const kept = await awaitRecords(run, place, { record, working, signal: context.signal });
  task.done(
    kept ? 'have ended their agents' : 'have not all answered yet; what they push is fetched with the next call',
  );
  await tellAll(run, { engine, record, place, stopped }, context);
  const { isSettled } = await engine.state(record.run);
  if (isSettled) await writeFleetRecord(run, { ...record, isOpen: false });
  return stopped;
}

interface Awaiting {
  readonly record: FleetRecord;
  readonly working: readonly { readonly task: string; readonly attempt: number }[];
  readonly signal: AbortSignal;
}

/** Whether all attempts that were under way have said at the remote how they ended. */
async function awaitRecords(run: SpawnRun, place: FencePlace, { record, working, signal }: Awaiting): Promise<boolean> {
  const left = new Map(working.map(({ task, attempt }) => [task, attempt]));
  for (const end = performance.now() + patience; left.size > 0; await pause(interval)) {
    const refs = [...left.keys()].map((task) => attemptRef({ run: record.run, task, attempt: '*' }));
    await fetchRefs(
      place,
      refs.map((ref) => `+${ref}:${ref}`),
    ).catch(() => {});
    for (const [task, attempt] of left) {
      const records = await readRecords(run.repository, { run: record.run, task });
      if (records.some((one) => one.attempt === attempt && one.verdict !== 'at-work')) left.delete(task);
    }
    if (left.size > 0 && (signal.aborted || performance.now() > end)) return false;
  }
  return true;
}

/** Into the journal: by whoever watches the run, else by this process. */
async function tellAll(
  run: SpawnRun,
  {
    engine,
    record,
    place,
    stopped,
  }: { engine: FleetEngine; record: FleetRecord; place: FencePlace; stopped: readonly StoppedOnFleet[] },
  context: Context,
): Promise<void> {
  const isTold = async (): Promise<boolean> => {
    const { agents } = await readState(run);
    return stopped.every(({ agent }) => agents.get(agent)?.status !== 'running');
  };
  try {
    await asOnlyRunner(run, async () => {
      const { tasks } = await engine.state(record.run);
      const left = new Set(stopped.map(({ agent }) => agent));
      const isOver = tasks.every(({ status }) => !['waiting', 'ready', 'running'].includes(status));
      // A run of which some were stopped goes on, and is not waited for.
      const until = (event: { readonly kind: string; readonly task: string }): boolean => {
        if (event.kind === 'cancelled') left.delete(event.task);
        return !isOver && left.size === 0;
      };
      await watchFleet(run, { engine, record, place, until }, context);
    });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SPAWN_ALREADY_RUNNING')) throw error;
    for (const limit = performance.now() + patience; !(await isTold()) && performance.now() < limit;)
      await pause(interval);
    await bringAttempts(run, place, record);
  }
}
