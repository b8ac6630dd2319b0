import { equal, refused, stale, take, task } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

/** What is over may go, and who is to go takes nothing more. */
export const forgetting: readonly ConformanceCase[] = [
  {
    name: 'a run that is over is forgotten and its name is free; one that is open is not',
    run: async (setting) => {
      const run = `${setting.label}-forgotten`;
      const engine = await setting.open();
      const tasks = [task(setting, 'a'), task(setting, 'b', { dependsOn: ['a'] })];
      await engine.submit({ run, tasks });
      const claim = await take(engine, setting);
      await refused(engine.forget(run), 'CDEV_E_AGENT_FLEET_RUN_OPEN', 'an open one');
      await engine.complete(claim);
      await engine.complete(await take(engine, setting));
      equal(await engine.forget(run), true, 'the first time');
      equal(await engine.forget(run), false, 'the second time');
      await refused(engine.state(run), 'CDEV_E_AGENT_FLEET_RUN_UNKNOWN', 'its state');
      await refused(engine.complete(claim), stale, 'its end');
      equal((await engine.heartbeat(claim)).status, 'lost', 'a claim of it');
      equal(await engine.submit({ run, tasks }), { added: 2 }, 'its name');
      await engine.cancel(run);
    },
  },
  {
    name: 'a worker that is dismissed takes nothing more, and keeps what it has',
    run: async (setting) => {
      const run = `${setting.label}-dismissed`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a'), task(setting, 'b')] });
      const worker = { id: `${setting.label}-leaver`, host: 'here', version: '1' };
      const labels = [setting.label];
      const claim = await engine.claim({ worker, labels });
      const other = await setting.openOwn();
      await other.dismiss(worker.id);
      equal(await engine.claim({ worker, labels }), undefined, 'its next wish');
      equal((await engine.heartbeat(claim as NonNullable<typeof claim>)).status, 'held', 'what it has');
      equal((await take(engine, setting)).run, run, 'another takes it');
      await engine.cancel(run);
    },
  },
];
