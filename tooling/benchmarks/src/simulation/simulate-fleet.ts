import { createCalendar } from './calendar.ts';
import type { FleetSetting } from './fleet-setting.ts';
import { createIntegration } from './integration.ts';
import { logNormal, randomFrom } from './random.ts';
import { createStation, type Station, type StationFigures } from './station.ts';

export interface FleetOutcome {
  /** Seconds until the last agent has ended, and until the last of them is in the target or ejected. */
  readonly agentsEnd: number;
  readonly finish: number;
  readonly done: number;
  readonly failed: number;
  /** Claims that got lost because no heartbeat came through in time. */
  readonly lost: number;
  readonly landed: number;
  readonly ejected: number;
  /** The first three until the last agent has ended; of words the run with the most. */
  readonly parts: Readonly<Record<'database' | 'words' | 'remote' | 'integration', StationFigures>>;
}

interface Agent {
  readonly number: number;
  readonly plan: number;
  readonly waitsFor: Agent | undefined;
  readonly dependants: Agent[];
  left: number;
  attempts: number;
}

interface Worker {
  /** A process asks the database by so many at once. */
  readonly connections: Station;
  readonly ownConnection: Station;
  readonly held: Set<Attempt>;
  free: number;
  isAsking: boolean;
}

interface Attempt {
  readonly agent: Agent;
  readonly worker: Worker;
  touched: number;
  began: number | undefined;
  isOver: boolean;
}

const [connectionsOfWorker, monitorEvery] = [4, 2];

/** Agents from the claim to the target, as events: one seed, one outcome. */
export async function simulateFleet(setting: FleetSetting): Promise<FleetOutcome> {
  const calendar = createCalendar();
  const { now, after } = calendar;
  const random = randomFrom(setting.seed);
  const database = createStation(calendar, setting.database.servers);
  const remote = createStation(calendar, setting.remote.servers);
  const rows = Array.from({ length: setting.plans }, () => createStation(calendar, 1));
  const submitters = Array.from({ length: setting.plans }, () => createStation(calendar, 1));
  const integration = createIntegration(calendar, setting.integration, randomFrom(setting.seed + 1));
  const agents = makeAgents(setting, random);
  const ready = agents.filter(({ waitsFor }) => waitsFor === undefined);
  let [next, done, failed, lost, agentsEnd] = [0, 0, 0, 0, 0];
  let atEnd = partsNow();

  function partsNow(): Pick<FleetOutcome['parts'], 'database' | 'words' | 'remote'> {
    const words = rows.map((row) => row.figures()).toSorted((one, other) => other.busy - one.busy);
    return { database: database.figures(), words: words[0] as StationFigures, remote: remote.figures() };
  }

  // Its workers' own looks take so much of the database that all else takes longer.
  const slower = 1 / (1 - Math.min(0.95, (setting.workers * setting.database.perWorker) / setting.database.cores));

  /** A connection of the worker, the lock of the run's row where it is a word, a server of the database. */
  function ask({ connections }: Worker, seconds: number, answered: () => void, row?: Station): void {
    connections.seize((leave) => {
      const serve = (unlock?: () => void): void =>
        database.serve(seconds * slower, () => {
          unlock?.();
          leave();
          answered();
        });
      if (row === undefined) serve();
      else row.seize(serve);
    });
  }

  function look(worker: Worker): void {
    if (worker.isAsking || worker.free === 0 || next >= ready.length) return;
    worker.isAsking = true;
    ask(worker, setting.database.claim, () => {
      worker.isAsking = false;
      const agent = ready[next];
      if (agent !== undefined) {
        next += 1;
        begin(worker, agent);
      }
      look(worker);
    });
  }

  function begin(worker: Worker, agent: Agent): void {
    worker.free -= 1;
    agent.attempts += 1;
    const attempt: Attempt = { agent, worker, touched: now(), began: undefined, isOver: false };
    if (!setting.isBatched) {
      every(
        setting.lease / 4,
        () => worker.held.has(attempt),
        (again) => beat(worker, [attempt], again),
      );
      every(
        setting.wordEvery,
        () => !attempt.isOver,
        (again) => say(attempt, again),
      );
    } else if (worker.held.size === 0) {
      const isHolding = (): boolean => worker.held.size > 0;
      every(setting.lease / 4, isHolding, (again) => beat(worker, [...worker.held], again));
      every(setting.wordEvery, isHolding, (again) => say(attempt, again));
    }
    worker.held.add(attempt);
    watch(attempt);
    const push = (then: () => void): void => remote.serve(setting.remote.push, () => !attempt.isOver && then());
    const fetch = (then: () => void): void =>
      remote.serve(setting.remote.fetch * (agent.waitsFor === undefined ? 1 : 2), () => !attempt.isOver && then());
    const work = (): void => {
      attempt.began = now();
      every(setting.snapshotEvery, () => !attempt.isOver && now() - (attempt.began ?? 0) < agent.left, push);
      after(agent.left, () => {
        if (!attempt.isOver) push(() => push(() => end(attempt)));
      });
    };
    const start = (): void => push(() => fetch(work));
    if (setting.isCached) start();
    else remote.serve(setting.remote.clone, () => !attempt.isOver && start());
  }

  /** The next time is reckoned from the answer, as the worker does. */
  function every(seconds: number, isOn: () => boolean, act: (again: () => void) => void): void {
    const again = (): void =>
      after(seconds, () => {
        if (isOn()) act(again);
      });
    again();
  }

  function beat(worker: Worker, attempts: readonly Attempt[], again: () => void): void {
    const apart = setting.isHeartbeatApart ? { ...worker, connections: worker.ownConnection } : worker;
    ask(apart, setting.database.heartbeat, () => {
      for (const attempt of attempts) {
        if (attempt.isOver) letGo(attempt);
        else attempt.touched = now();
      }
      again();
    });
  }

  function say({ worker, agent }: Attempt, again: () => void): void {
    ask(worker, setting.database.word, again, rows[agent.plan]);
  }

  /** What pg-boss's monitor does. */
  function watch(attempt: Attempt): void {
    after(attempt.touched + setting.lease + monitorEvery - now(), () => {
      if (attempt.isOver) return;
      if (now() - attempt.touched < setting.lease) return watch(attempt);
      attempt.isOver = true;
      lost += 1;
      const { agent } = attempt;
      // What was in the last snapshot is not done again.
      const worked = attempt.began === undefined ? 0 : Math.min(now() - attempt.began, agent.left);
      agent.left -= Math.floor(worked / setting.snapshotEvery) * setting.snapshotEvery;
      if (agent.attempts >= setting.attempts) giveUp(agent);
      else offer(agent);
    });
  }

  function end(attempt: Attempt): void {
    ask(attempt.worker, setting.database.claim, () => {
      if (attempt.isOver) return;
      const { agent } = attempt;
      attempt.isOver = true;
      letGo(attempt);
      done += 1;
      mark();
      submitters[agent.plan]?.seize((leave) =>
        remote.serve(setting.remote.fetch, () => {
          leave();
          integration.take(agent.number);
        }),
      );
      for (const dependant of agent.dependants) offer(dependant);
    });
  }

  function letGo(attempt: Attempt): void {
    if (!attempt.worker.held.delete(attempt)) return;
    attempt.worker.free += 1;
    look(attempt.worker);
  }

  function offer(agent: Agent): void {
    ready.push(agent);
    for (const worker of workers) if (worker.free > 0 && !worker.isAsking) return look(worker);
  }

  function giveUp(agent: Agent): void {
    failed += 1;
    mark();
    for (const dependant of agent.dependants) giveUp(dependant);
  }

  function mark(): void {
    if (done + failed < agents.length) return;
    agentsEnd = now();
    atEnd = partsNow();
  }

  const workers = Array.from({ length: setting.workers }, () => ({
    connections: createStation(calendar, connectionsOfWorker),
    ownConnection: createStation(calendar, 1),
    held: new Set<Attempt>(),
    free: setting.slots,
    isAsking: false,
  }));
  for (const worker of workers) {
    if (setting.isCached) remote.serve(setting.remote.clone, () => look(worker));
    else look(worker);
  }
  const isIntegrated = (): boolean => {
    const { landed, ejected } = integration.ended();
    return done + failed === agents.length && landed + ejected === done;
  };
  await calendar.run(isIntegrated);
  const parts = { ...atEnd, integration: integration.figures() };
  return { agentsEnd, finish: now(), done, failed, lost, ...integration.ended(), parts };
}

function makeAgents({ agents, plans, dependentEvery, median, spread }: FleetSetting, random: () => number): Agent[] {
  const all: Agent[] = [];
  for (let number = 0; number < agents; number += 1) {
    // The one before it in its plan, which itself waits for nobody.
    const isDependent = Math.floor(number / plans) % dependentEvery === dependentEvery - 1;
    const waitsFor = isDependent ? all[number - plans] : undefined;
    const left = logNormal(random, median, spread);
    const agent: Agent = { number, plan: number % plans, waitsFor, dependants: [], left, attempts: 0 };
    waitsFor?.dependants.push(agent);
    all.push(agent);
  }
  return all;
}
