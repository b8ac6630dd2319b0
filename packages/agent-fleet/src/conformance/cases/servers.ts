import { equal, history, take, task } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

const count = 12;

/** What becomes of it all when the server dies. */
export const servers: readonly ConformanceCase[] = [
  {
    name: 'the server killed by SIGKILL and started again in the middle: nothing acknowledged is lost, nothing is done twice',
    notFor: ({ restartServer }) => (restartServer ? undefined : 'this engine has no server'),
    run: async (setting) => {
      const run = `${setting.label}-server`;
      const [engine, submitter] = [await setting.open(), await setting.open()];
      const ids = Array.from({ length: count }, (_, index) => `t${index}`);
      await submitter.submit({ run, tasks: ids.map((id) => task(setting, id)) });
      const events = history(submitter, run);
      const held = await take(engine, setting);
      const before = await take(engine, setting);
      await engine.event(held, 'before');
      await engine.complete(before, 'before');
      await setting.subject.restartServer?.();
      equal((await engine.heartbeat(held)).status, 'held', 'what was held');
      await engine.event(held, 'after');
      await engine.complete(held, 'after');
      for (let index = 2; index < count; index += 1) await engine.complete(await take(engine, setting), 'after');
      const seen = await events;
      equal(seen.map(({ number }) => number), seen.map((_, index) => index + 1), 'the numbers'); // prettier-ignore
      equal(seen.filter(({ kind }) => kind === 'done').map(({ task: id }) => id).toSorted(), ids.toSorted(), 'what is done'); // prettier-ignore
      equal(seen.filter(({ kind }) => kind === 'said').map(({ body }) => body), ['before', 'after'], 'what was said'); // prettier-ignore
    },
  },
];
