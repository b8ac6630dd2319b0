import { equal, everythingRefused, history, holds, refused, seen, stale, take, task, worker } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

/** The ways in which a claim ends. */
export const ending: readonly ConformanceCase[] = [
  {
    name: 'a failing task is tried again after its back-off, as often as was said',
    run: async (setting) => {
      const run = `${setting.label}-failing`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a', { attempts: 2, backOff: { first: 1000, most: 3000 } })] });
      const first = await take(engine, setting);
      await engine.fail(first, { reason: 'no luck with token ghp_012345678901234567890123456789abcdef' });
      await everythingRefused(engine, first);
      const second = await take(engine, setting);
      equal([second.attempt, second.attemptsLeft], [2, 1], 'the second attempt');
      await engine.fail(second, { reason: 'again' });
      const events = await history(engine, run);
      equal(events.map(({ kind }) => kind), ['submitted', 'claimed', 'retried', 'claimed', 'failed'], 'what happened'); // prettier-ignore
      const [, , retried, again, failed] = events;
      equal([retried?.cause, retried?.reason], ['worker', 'no luck with token [redacted]'], 'the first reason');
      const wait = (retried?.notBefore ?? 0) - (retried?.at ?? 0);
      holds(wait >= 999 && wait <= 3001, `the back-off was ${wait} ms`);
      holds((again?.at ?? 0) >= (retried?.notBefore ?? Infinity), 'it was claimed before its time');
      equal([failed?.cause, failed?.reason], ['worker', 'again'], 'the last reason');
    },
  },
  {
    name: 'a failure without retry is the last, and blocks what depends on it, near and far',
    run: async (setting) => {
      const run = `${setting.label}-blocked`;
      const engine = await setting.open();
      const tasks = [
        task(setting, 'a', { priority: 1 }),
        task(setting, 'b', { dependsOn: ['a'] }),
        task(setting, 'c', { dependsOn: ['b', 'x'] }),
        task(setting, 'x'),
      ];
      await engine.submit({ run, tasks });
      await engine.fail(await take(engine, setting), { reason: 'hopeless', retry: false });
      const state = async (): Promise<string[]> =>
        (await engine.state(run)).tasks
          .map(({ task: id, status, by }) => `${id} ${status} ${by ?? ''}`.trim())
          .toSorted();
      equal(await state(), ['a failed', 'b blocked a', 'c blocked b', 'x ready'], 'after the failure');
      const x = await take(engine, setting);
      equal(x.task, 'x', 'the one that is left');
      await engine.complete(x);
      equal(await state(), ['a failed', 'b blocked a', 'c blocked b', 'x done'], 'at the end');
      equal((await history(engine, run)).filter(({ kind }) => kind === 'blocked').length, 2, 'events of blocking');
    },
  },
  {
    name: 'a release gives the task back without costing an attempt, under a new fencing number',
    run: async (setting) => {
      const run = `${setting.label}-released`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a', { attempts: 1 })] });
      const first = await take(engine, setting);
      await engine.release(first);
      await everythingRefused(engine, first);
      const second = await take(engine, setting);
      equal([second.attempt, second.attemptsLeft], [2, 1], 'the second claim');
      await engine.release(second);
      const third = await take(engine, setting);
      equal([third.attempt, third.attemptsLeft], [3, 1], 'the third claim');
      await refused(engine.complete(second), stale, 'the result of the second');
      await engine.fail(third, { reason: 'once is enough' });
      equal((await history(engine, run)).at(-1)?.kind, 'failed', 'the end of it');
    },
  },
  {
    name: 'a result is taken once; the same again is accepted, another refused',
    run: async (setting) => {
      const run = `${setting.label}-result`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a')] });
      const claim = await take(engine, setting);
      equal(claim.payload, { id: 'a' }, 'the payload');
      await engine.complete(claim, { commit: 'abc', files: [1, 2] });
      await engine.complete(claim, { files: [1, 2], commit: 'abc' });
      await refused(engine.complete(claim, { commit: 'other' }), stale, 'another result');
      const events = await history(engine, run);
      equal(events.filter(({ kind }) => kind === 'done').map(({ result }) => result), [{ commit: 'abc', files: [1, 2] }], 'the result'); // prettier-ignore
    },
  },
  {
    name: 'a worker that drains takes no more, and ends what it holds',
    run: async (setting) => {
      const run = `${setting.label}-drained`;
      const [draining, other] = [await setting.openOwn(), await setting.openOwn()];
      await other.submit({ run, tasks: [task(setting, 'a'), task(setting, 'b', { dependsOn: ['a'] })] });
      const held = await take(draining, setting);
      const waiting = draining.claim({ worker: worker('draining'), labels: [setting.label] });
      draining.drain();
      equal(await waiting, undefined, 'the claim that waited');
      await draining.complete(held);
      equal(
        await draining.claim({ worker: worker('draining'), labels: [setting.label] }),
        undefined,
        'a claim after it',
      );
      const next = await take(other, setting);
      equal(next.task, 'b', 'what the other one takes');
      await other.complete(next);
      await seen(other, run, ({ task: id, kind }) => id === 'b' && kind === 'done');
    },
  },
];
