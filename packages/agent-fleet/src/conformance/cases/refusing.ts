import { protocolVersion } from '../../fleet-engine.ts';
import { equal, everythingRefused, history, refused, task, take, worker } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';

/** What an engine does not take. */
export const refusing: readonly ConformanceCase[] = [
  {
    name: 'a run of a newer protocol is refused by older workers and submitters',
    run: async (setting) => {
      const run = `${setting.label}-newer`;
      const newer = await setting.openOwn({ protocol: protocolVersion + 1 });
      const older = await setting.open();
      await newer.submit({ run, tasks: [task(setting, 'a')] });
      const code = 'CDEV_E_AGENT_FLEET_PROTOCOL_NEWER';
      await refused(older.claim({ worker: worker('older'), labels: [setting.label] }), code, 'a claim');
      await refused(older.state(run), code, 'its state');
      await refused(older.cancel(run), code, 'its cancellation');
      await refused(older.submit({ run, tasks: [task(setting, 'a')] }), code, 'its submission');
      await newer.complete(await take(newer, setting));
    },
  },
  {
    name: 'nothing that looks like a credential, no circle, no unknown name is submitted',
    run: async (setting) => {
      const run = `${setting.label}-refused`;
      const engine = await setting.open();
      const submit = (...tasks: Parameters<typeof engine.submit>[0]['tasks']) => engine.submit({ run, tasks });
      const credential = 'CDEV_E_AGENT_FLEET_CREDENTIAL';
      const secret = { env: [{ value: 'ghp_012345678901234567890123456789abcdef' }] };
      await refused(submit(task(setting, 'a', { payload: secret })), credential, 'a token');
      await refused(
        submit(task(setting, 'a', { payload: { remote: 'https://ada:pass@host/x' } })),
        credential,
        'a password',
      );
      await refused(submit(task(setting, 'a', { payload: { authorization: 'Bearer abc' } })), credential, 'a header');
      const graph = 'CDEV_E_AGENT_FLEET_GRAPH';
      await refused(
        submit(task(setting, 'a', { dependsOn: ['b'] }), task(setting, 'b', { dependsOn: ['a'] })),
        graph,
        'a circle',
      );
      await refused(submit(task(setting, 'a', { dependsOn: ['z'] })), graph, 'an unknown dependency');
      await refused(submit(task(setting, 'a'), task(setting, 'a')), graph, 'a name twice');
      await refused(submit(), graph, 'an empty run');
      await refused(submit(task(setting, 'a', { payload: 'x'.repeat(70_000) })), graph, 'a payload that is not small');
      await refused(submit(task(setting, 'a', { attempts: 0 })), graph, 'no attempt');
      const unknown = 'CDEV_E_AGENT_FLEET_RUN_UNKNOWN';
      await refused(engine.state(run), unknown, 'the state of a run that is not there');
      await refused(history(engine, run), unknown, 'its events');
      await everythingRefused(engine, { run, task: 'a', attempt: 1 });
      equal(
        await submit(task(setting, 'a', { payload: { remote: 'ssh://git@host/x' } })),
        { added: 1 },
        'the name of an ssh remote',
      );
      await refused(engine.cancel(run, ['b']), 'CDEV_E_AGENT_FLEET_TASK_UNKNOWN', 'cancelling what is not there');
      equal(await engine.cancel(run), ['a'], 'what is cancelled');
    },
  },
  {
    name: 'a clock that jumps: forward a lease is lost, backward nothing is',
    notFor: ({ openWithClock }) => (openWithClock ? undefined : 'the clock of this engine cannot be set'),
    run: async (setting) => {
      let now = Date.now();
      const engine = await setting.subject.openWithClock?.(() => now);
      if (!engine) return;
      setting.atEnd(() => engine.close());
      const run = `${setting.label}-clock`;
      await engine.submit({ run, tasks: [task(setting, 'a', { backOff: { first: 0, most: 0 } })] });
      const first = await take(engine, setting);
      now -= 3_600_000;
      equal((await engine.heartbeat(first)).status, 'held', 'after an hour back');
      now += 3_600_000;
      await everythingRefused(engine, first);
      const second = await take(engine, setting);
      equal(second.attempt, 2, 'the next attempt');
      await engine.complete(second);
      equal((await engine.state(run)).isSettled, true, 'settled');
    },
  },
];
