import type { TaskDefinition } from '../../fleet-engine.ts';
import { equal, history, holds, refused, take, task, worker } from '../check.ts';
import type { CaseSetting, ConformanceCase } from '../subject.ts';
import { startWorker } from '../worker-process.ts';

const layers = 6;
const breadth = 50;

/** Submitting, and the order that dependencies make. */
export const graphs: readonly ConformanceCase[] = [
  {
    name: 'a graph of 300 tasks, by another process and two connections of this one: each claimed once, none before what it depends on',
    run: async (setting) => {
      const run = `${setting.label}-graph`;
      const engine = await setting.open();
      const processes = ['p1'].map((id) => startWorker(setting, 'work', id));
      for (const one of processes) await one.next();
      const start = performance.now();
      equal(await engine.submit({ run, tasks: layered(setting) }), { added: layers * breadth }, 'the submission');
      setting.measure('ms to submit 300 tasks', performance.now() - start);
      const own = [workThrough(await setting.open(), setting), workThrough(await setting.open(), setting)];
      const events = await history(engine, run);
      setting.measure('ms for 300 tasks', performance.now() - start);
      for (const { stop } of own) stop();
      for (const one of processes) one.say('end');
      let done = 0;
      for (const { ended } of own) done += await ended;
      for (const one of processes) done += Number((await one.next())['done']);
      equal(done, layers * breadth, 'results given');
      const place = new Map(events.map(({ kind, task: id, number }) => [`${kind} ${id}`, number]));
      equal(events.length, layers * breadth * 3, 'events: submitted, claimed and done of each');
      equal(place.size, events.length, 'different events');
      for (const { id, dependsOn = [] } of layered(setting)) {
        const claimed = place.get(`claimed ${id}`) ?? 0;
        for (const needed of dependsOn) {
          holds((place.get(`done ${needed}`) ?? Infinity) < claimed, `${id} was claimed before ${needed} was done`);
        }
      }
    },
  },
  {
    name: 'no task is claimed twice, however many ask at once',
    run: async (setting) => {
      const run = `${setting.label}-once`;
      const engines = [await setting.open(), await setting.open(), await setting.open()];
      const ids = Array.from({ length: 24 }, (_, index) => `t${index}`);
      await engines[0]?.submit({ run, tasks: ids.map((id) => task(setting, id)) });
      const claims = await Promise.all(ids.map((_, index) => take(engines[index % 3] as never, setting)));
      equal(claims.map(({ task: id }) => id).toSorted(), ids.toSorted(), 'what was claimed');
      equal(claims.every(({ attempt }) => attempt === 1), true, 'all are first attempts'); // prettier-ignore
      await engines[0]?.cancel(run);
    },
  },
  {
    name: 'the same run again changes nothing, other tasks under its name are refused, two submitters at once submit once',
    run: async (setting) => {
      const run = `${setting.label}-twice`;
      const engines = [await setting.open(), await setting.open()];
      const tasks = [task(setting, 'a', { priority: 2 }), task(setting, 'b', { dependsOn: ['a'] })];
      const turned = [{ ...(tasks[1] as TaskDefinition) }, { priority: 2, ...(tasks[0] as TaskDefinition) }];
      const added = await Promise.all([0, 1, 2, 3].map(async (index) => engines[index % 2]?.submit({ run, tasks: index < 2 ? tasks : turned }))); // prettier-ignore
      equal(added.map((one) => String(one?.added)).toSorted(), ['0', '0', '0', '2'], 'tasks added by each');
      const [engine = await setting.open()] = engines;
      const differs = 'CDEV_E_AGENT_FLEET_TASK_DIFFERS';
      const other = [task(setting, 'a', { priority: 2, payload: { id: 'other' } })];
      await refused(engine.submit({ run, tasks: other }), differs, 'another payload');
      await refused(engine.submit({ run, tasks: [task(setting, 'c')] }), differs, 'another task');
      const claim = await take(engine, setting);
      equal([claim.task, claim.payload], ['a', { id: 'a' }], 'what is claimed');
      equal(await engine.submit({ run, tasks }), { added: 0 }, 'a submission in the middle');
      await engine.complete(claim);
      await engine.complete(await take(engine, setting));
      equal((await history(engine, run)).filter(({ kind }) => kind === 'submitted').length, 2, 'submitted');
    },
  },
];

/** Each task depends on three of the layer before. */
function layered(setting: CaseSetting): TaskDefinition[] {
  return Array.from({ length: layers * breadth }, (_, index) => {
    const [layer, place] = [Math.floor(index / breadth), index % breadth];
    const needed = layer === 0 ? [] : [0, 1, 7].map((step) => `t${layer - 1}.${(place + step) % breadth}`);
    return task(setting, `t${layer}.${place}`, { dependsOn: needed });
  });
}

function workThrough(engine: Awaited<ReturnType<CaseSetting['open']>>, { label }: CaseSetting) {
  const end = new AbortController();
  const ended = (async () => {
    for (let done = 0; ; done += 1) {
      const claim = await engine.claim({ worker: worker('own'), labels: [label], signal: end.signal });
      if (claim === undefined) return done;
      await engine.complete(claim, { by: 'own' });
    }
  })();
  return { ended, stop: () => end.abort() };
}
