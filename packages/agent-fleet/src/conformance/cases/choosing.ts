import { equal, seen, take, task } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

/** Which task a worker is given. */
export const choosing: readonly ConformanceCase[] = [
  {
    name: 'a worker gets only tasks of which it has all labels',
    run: async (setting) => {
      const run = `${setting.label}-labels`;
      const engine = await setting.open();
      const tasks = [
        task(setting, 'both', { labels: ['gpu', 'linux'], priority: 9 }),
        task(setting, 'gpu', { labels: ['gpu'], priority: 5 }),
        task(setting, 'any', { priority: 1 }),
      ];
      await engine.submit({ run, tasks });
      equal((await take(engine, setting, ['arm'])).task, 'any', 'for a worker without the labels');
      equal((await take(engine, setting, ['gpu', 'arm'])).task, 'gpu', 'for a worker with one of them');
      equal((await take(engine, setting, ['linux', 'gpu', 'arm'])).task, 'both', 'for a worker with both');
      await engine.cancel(run);
    },
  },
  {
    name: 'the higher priority comes first, over all labels and runs',
    run: async (setting) => {
      const engine = await setting.open();
      const runs = [`${setting.label}-low`, `${setting.label}-high`];
      const of = (priorities: readonly number[]) =>
        priorities.map((priority) => task(setting, `p${priority}`, { priority, labels: priority > 0 ? ['odd'] : [] }));
      await engine.submit({ run: runs[0] as string, tasks: of([1, -5, 7, 0]) });
      await engine.submit({ run: runs[1] as string, tasks: of([3, 1000, -1000]) });
      const order: string[] = [];
      for (let index = 0; index < 7; index += 1) order.push((await take(engine, setting, ['odd'])).task);
      equal(order, ['p1000', 'p7', 'p3', 'p1', 'p0', 'p-5', 'p-1000'], 'the order');
      for (const run of runs) await engine.cancel(run);
    },
  },
  {
    name: 'a task that was begun, and lost or given back, comes before new ones of its priority, and after those of a higher one',
    run: async (setting) => {
      const [engine, silent] = [await setting.open(), await setting.openOwn()];
      const runs = [`${setting.label}-waiting`, `${setting.label}-begun`] as const;
      await engine.submit({
        run: runs[0],
        tasks: ['a', 'b', 'c'].map((id) => task(setting, id, { labels: ['even'] })),
      });
      // Later than all of those, and with labels of its own, so that it can be taken before them.
      const begun = task(setting, 'begun', { labels: ['odd'], backOff: { first: 0, most: 0 } });
      await silent.submit({ run: runs[1], tasks: [begun] });
      equal((await take(silent, setting, ['odd'])).attempt, 1, 'the claim that is lost');
      await seen(engine, runs[1], ({ kind }) => kind === 'retried');
      const urgent = `${setting.label}-urgent`;
      await engine.submit({ run: urgent, tasks: [task(setting, 'urgent', { priority: 1, labels: ['even'] })] });
      const next = async () => take(engine, setting, ['odd', 'even']);
      equal((await next()).task, 'urgent', 'what has a higher priority');
      const again = await next();
      equal([again.task, again.attempt], ['begun', 2], 'the lost one');
      await engine.release(again);
      equal((await next()).attempt, 3, 'the one that was given back');
      equal((await next()).run, runs[0], 'what is new');
      for (const run of [...runs, urgent]) await engine.cancel(run);
    },
  },
];
