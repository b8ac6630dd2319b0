import { equal, history, holds, keepAlive, seen, stale, take, task } from '../check.ts';
import type { ConformanceCase } from '../subject.ts';
import { startWorker } from '../worker-process.ts';

/** What becomes of a task whose worker is dead, or only looks dead. */
export const dying: readonly ConformanceCase[] = [
  {
    name: 'a worker killed by SIGKILL: another one claims its task',
    run: async (setting) => {
      const run = `${setting.label}-killed`;
      const engine = await setting.openOwn();
      await engine.submit({ run, tasks: [task(setting, 'a', { backOff: { first: 0, most: 0 } })] });
      const victim = startWorker(setting, 'hold', 'victim');
      await victim.next();
      equal((await victim.next())['said'], 'claimed', 'the first worker');
      victim.signal('SIGKILL');
      const killed = performance.now();
      await victim.ended;
      const claim = await take(engine, setting);
      setting.measure('ms from SIGKILL to claimed again', performance.now() - killed);
      equal(claim.attempt, 2, 'the fencing number');
      equal(claim.attemptsLeft, 2, 'the attempts left');
      await engine.complete(claim, 'second');
      const events = await history(engine, run);
      equal(events.map(({ kind }) => kind), ['submitted', 'claimed', 'retried', 'claimed', 'done'], 'what happened'); // prettier-ignore
      equal(events[2]?.cause, 'lease', 'why it was tried again');
    },
  },
  {
    name: 'a worker stopped past its lease and resumed: everything it says is refused',
    run: async (setting) => {
      const run = `${setting.label}-stopped`;
      const engine = await setting.openOwn();
      await engine.submit({ run, tasks: [task(setting, 'a', { backOff: { first: 0, most: 0 } })] });
      const sleeper = startWorker(setting, 'hold', 'sleeper');
      await sleeper.next();
      equal((await sleeper.next())['attempt'], 1, 'the first fencing number');
      sleeper.signal('SIGSTOP');
      const claim = await take(engine, setting);
      const alive = keepAlive(engine, claim);
      sleeper.signal('SIGCONT');
      sleeper.say('try');
      const tried = await sleeper.next();
      equal(tried, { said: 'tried', heartbeat: 'lost', event: stale, complete: stale, fail: stale, release: stale }, 'the resumed worker'); // prettier-ignore
      await alive.stop();
      await engine.complete(claim, 'second');
      const [only] = (await engine.state(run)).tasks;
      equal([only?.status, only?.attempt, only?.result], ['done', 2, 'second'], 'the end of it');
    },
  },
  {
    name: 'a cancellation reaches the holder by its next heartbeat',
    run: async (setting) => {
      const run = `${setting.label}-cancelled`;
      const engine = await setting.open();
      const submitter = await setting.open();
      await submitter.submit({ run, tasks: [task(setting, 'a'), task(setting, 'b', { dependsOn: ['a'] })] });
      const claim = await take(engine, setting);
      const alive = keepAlive(engine, claim);
      equal(await submitter.cancel(run, ['a']), ['a'], 'what was cancelled');
      const cancelled = performance.now();
      equal(await alive.ended, 'cancelled', 'what the holder was told');
      setting.measure('ms from cancel to the holder', performance.now() - cancelled);
      for (const late of [engine.complete(claim), engine.event(claim, 'late'), engine.release(claim)]) {
        const outcome = await late.then(() => 'accepted', (error: { code: string }) => error.code); // prettier-ignore
        equal(outcome, stale, 'a call after it');
      }
      equal(await submitter.cancel(run), [], 'a second cancellation');
      const { isSettled, tasks } = await submitter.state(run);
      equal([isSettled, ...tasks.map(({ status }) => status)], [true, 'cancelled', 'blocked'], 'the end of it');
    },
  },
  {
    name: 'a hard time limit ends an attempt that is alive',
    run: async (setting) => {
      const run = `${setting.label}-late`;
      const engine = await setting.open();
      await engine.submit({ run, tasks: [task(setting, 'a', { timeLimit: 1000, attempts: 1 })] });
      const claim = await take(engine, setting);
      const alive = keepAlive(engine, claim);
      const failed = await seen(engine, run, ({ kind }) => kind === 'failed');
      equal(failed.cause, 'time', 'why it failed');
      holds(failed.at >= claim.deadline, 'it was ended before its time');
      setting.measure('ms over a limit of 1,000', failed.at - claim.deadline);
      equal(await alive.ended, 'lost', 'what the holder was told');
    },
  },
];
