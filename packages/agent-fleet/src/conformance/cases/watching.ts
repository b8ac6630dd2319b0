import { equal, take, task } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

const count = 40;

/** What submitters see. */
export const watching: readonly ConformanceCase[] = [
  {
    name: 'a watcher that comes and goes sees every event once, in order',
    run: async (setting) => {
      const run = `${setting.label}-events`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a')] });
      const claim = await take(engine, setting);
      const numbers: number[] = [];
      const bodies: unknown[] = [];
      const watcher = (async () => {
        for (let isOver = false; !isOver;) {
          const fresh = await setting.subject.open();
          let left = 17;
          isOver = true;
          for await (const { number, kind, body } of fresh.watch(run, { from: numbers.at(-1) ?? 0 })) {
            numbers.push(number);
            if (kind === 'said') bodies.push(body);
            left -= 1;
            isOver = left > 0;
            if (!isOver) break;
          }
          await fresh.close();
        }
      })();
      for (let step = 0; step < count; step += 1) await engine.event(claim, { step });
      await engine.complete(claim);
      await watcher;
      equal(numbers, Array.from({ length: count + 3 }, (_, index) => index + 1), 'the numbers'); // prettier-ignore
      equal(bodies, Array.from({ length: count }, (_, step) => ({ step })), 'what was said'); // prettier-ignore
    },
  },
  {
    name: 'what workers say is kept without credentials',
    run: async (setting) => {
      const run = `${setting.label}-masked`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a')] });
      const claim = await take(engine, setting);
      equal(
        await engine.event(claim, { line: 'push https://ada:secret@host/x', authorization: 'Bearer abcdefgh' }),
        3,
        'its number',
      );
      await engine.complete(claim, ['ghp_012345678901234567890123456789abcdef']);
      const events: unknown[] = [];
      for await (const { body, result } of engine.watch(run, { from: 2 })) events.push(body ?? result);
      equal(events, [{ authorization: 'Bearer [redacted]', line: 'push https://[redacted]@host/x' }, ['[redacted]']], 'what is kept'); // prettier-ignore
    },
  },
];
