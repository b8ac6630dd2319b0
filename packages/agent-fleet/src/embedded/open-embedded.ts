import type { FleetStore } from '../engine/fleet-store.ts';
import { protocolVersion } from '../fleet-engine.ts';
import { claimNext, holdOn } from './claims.ts';
import { openDatabase } from './database.ts';
import { watchFolder } from './folder-watch.ts';
import { readEvents, readState } from './read-run.ts';
import { forgetRun, isOver } from './forget-run.ts';
import { leaveMessage, readMessages } from './messages.ts';
import { submitTasks } from './submit-tasks.ts';
import { block, endAttempt, finish, heldTask, knownRun, note, sweep } from './transitions.ts';
import { errors } from '../errors.ts';

export interface EmbeddedOptions {
  readonly folder: string;
  /** ms without a heartbeat after which a claim is lost. Default 10 s. */
  readonly lease?: number | undefined;
  readonly clock?: (() => number) | undefined;
  readonly protocol?: number | undefined;
}

/** The engine of one machine: a database in a folder, shared by any number of processes; no server. */
export async function openEmbedded(options: EmbeddedOptions): Promise<FleetStore> {
  const { folder, lease = 10_000, clock: now = Date.now, protocol = protocolVersion } = options;
  const place = `local:${folder}`;
  const database = await openDatabase(folder, place);
  const folderWatch = watchFolder(folder);
  const asHolder = async <Result>(work: () => Result): Promise<Result> => {
    await sweep(database, now);
    return database.write(work);
  };
  const ofRun = async (run: string): Promise<void> => {
    await sweep(database, now);
    knownRun(database, run, place, protocol);
  };
  return {
    description: { kind: 'embedded', place, lease, heartbeatEvery: Math.ceil(lease / 4), resolution: 1 },
    submit: (run, tasks) => database.write(() => submitTasks(database, now(), { run, tasks, protocol })),
    cancel: async (run, tasks) => {
      await ofRun(run);
      return database.write(() => cancelTasks(run, tasks));
    },
    state: async (run) => {
      await ofRun(run);
      return readState(database, run);
    },
    isSettled: async (run) => {
      await ofRun(run);
      return isOver(database, run);
    },
    forget: (run) => database.write(() => forgetRun(database, run)),
    dismiss: async (worker) => {
      await database.write(() => database.change('INSERT OR IGNORE INTO dismissed (worker) VALUES (?)', worker));
    },
    events: async (run, after, most) => readEvents(database, run, after, most),
    tryClaim: async (worker, labels) => {
      if (database.one('SELECT 1 FROM dismissed WHERE worker = ?', worker.id) !== undefined) return 'dismissed';
      await sweep(database, now);
      return claimNext(database, now, { worker, labels, lease, protocol });
    },
    heartbeat: (claim) => asHolder(() => holdOn(database, claim, now() + lease)),
    tell: async (run, task, text) => {
      await ofRun(run);
      return database.write(() => leaveMessage(database, now(), { run, task, text }));
    },
    messages: async (claim, after) => readMessages(database, claim, after),
    say: (claim, body, key) =>
      asHolder(() =>
        note(database, now(), heldTask(database, claim), 'said', { body: JSON.parse(body) as unknown }, key),
      ),
    complete: (claim, result) =>
      asHolder(() => {
        const { run, task, attempt } = claim;
        const isDone = "SELECT 1 FROM task WHERE run = ? AND id = ? AND fence = ? AND status = 'done' AND result = ?";
        if (database.one(isDone, run, task, attempt, result) !== undefined) return;
        finish(database, now(), heldTask(database, claim), result);
      }),
    fail: (claim, reason, retry) =>
      asHolder(() => endAttempt(database, now(), heldTask(database, claim), { reason, cause: 'worker', retry })),
    release: (claim) =>
      asHolder(() => {
        const task = heldTask(database, claim);
        database.change("UPDATE task SET status = 'ready' WHERE position = ?", task['position'] as number);
        note(database, now(), task, 'released');
      }),
    changed: (signal) => folderWatch.changed(signal),
    close: async () => {
      folderWatch.close();
      database.close();
    },
  };

  function cancelTasks(run: string, names: readonly string[] | undefined): string[] {
    const all = database.all('SELECT * FROM task WHERE run = ? ORDER BY position', run);
    const known = new Map(all.map((task) => [String(task['id']), task]));
    const chosen = (names ?? [...known.keys()]).map((task) => {
      const found = known.get(task);
      if (!found) throw errors.make('CDEV_E_AGENT_FLEET_TASK_UNKNOWN', { run, task });
      return found;
    });
    const ended = chosen.filter(({ position }) =>
      database.change(
        "UPDATE task SET status = 'cancelled' WHERE position = ? AND status IN ('waiting', 'ready', 'running')",
        position as number,
      ) === 1); // prettier-ignore
    for (const task of ended) note(database, now(), task, 'cancelled');
    for (const task of ended) block(database, now(), task);
    return ended.map(({ id }) => String(id));
  }
}
