import { equal, refused, take, task } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

/** What is said to whoever works on a task. */
export const telling: readonly ConformanceCase[] = [
  {
    name: 'what is said to a task at work is for the claim that holds it, in order and without a gap, and for no other',
    run: async (setting) => {
      const run = `${setting.label}-told`;
      const [engine, other] = [await setting.open(), await setting.open()];
      await engine.submit({ run, tasks: [task(setting, 'a')] });
      const unheld = 'CDEV_E_AGENT_FLEET_TASK_UNHELD';
      await refused(engine.tell(run, 'a', 'too early'), unheld, 'before it is at work');
      await refused(engine.tell(run, 'b', 'x'), 'CDEV_E_AGENT_FLEET_TASK_UNKNOWN', 'a task that is not there');
      const first = await take(engine, setting);
      const told = async (): Promise<unknown> => {
        const beat = await engine.heartbeat(first);
        return beat.status === 'held' ? beat.told : beat.status;
      };
      equal(await told(), 0, 'before anything was said');
      equal(await other.tell(run, 'a', 'mind\u0007 the gap'), 1, 'the first number');
      const at = await Promise.all([engine, other, engine, other].map((one) => one.tell(run, 'a', 'all at once')));
      equal(
        at.toSorted((one, two) => one - two),
        [2, 3, 4, 5],
        'the numbers of four at once',
      );
      equal(await told(), 5, 'what the heartbeat says');
      const messages = await engine.messages(first);
      equal(messages.map(({ number }) => number), [1, 2, 3, 4, 5], 'their order'); // prettier-ignore
      equal(messages[0]?.text, 'mind the gap', 'the first text');
      equal((await other.messages(first, 4)).map(({ number }) => number), [5], 'what is new'); // prettier-ignore
      const secret = 'the key is ghp_012345678901234567890123456789abcdef';
      await refused(engine.tell(run, 'a', secret), 'CDEV_E_AGENT_FLEET_CREDENTIAL', 'a credential');
      await engine.release(first);
      await refused(engine.tell(run, 'a', 'too late'), unheld, 'after it was given back');
      const second = await take(engine, setting);
      equal(await engine.messages(second), [], 'for the next claim');
      equal(await engine.tell(run, 'a', 'again'), 1, 'its own first number');
      equal((await engine.messages(first)).length, 5, 'of the claim before');
      await engine.complete(second);
      await refused(engine.tell(run, 'a', 'too late'), unheld, 'after its end');
      equal([await engine.forget(run), (await engine.messages(second)).length], [true, 0], 'when the run is forgotten');
    },
  },
];
