import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openFleet } from '@cdev/agent-fleet';
import { testContext } from '@cdev/test-kit';
import { drainWorker } from '../../src/fleet/drain-worker.ts';
import { until } from '../start-cli.ts';
import { verdicts, worker } from '../planned-repo.ts';
import { fleetRepo, type FleetRepo } from './fleet-repo.ts';

async function runOf(it: FleetRepo): Promise<string> {
  let run: string | undefined;
  await until(
    async () => (run = (await it.events()).find(({ fleet }) => fleet !== undefined)?.fleet?.run) !== undefined,
  );
  return run as string;
}

// One after the other, on one ground: each attempt costs a second of processor time.
test('a worker that is told to take nothing more, by its id or a signal, ends when what it has is done; told twice it gives that back, its snapshot at the remote', async () => {
  await using it = await fleetRepo({ a: {}, b: { dependsOn: ['a'] } });
  const place = join(it.origin, '..');
  const mark = (name: string): string => join(place, name);
  const go = `until [ -e "${place}/go-$CDEV_AGENT" ]; do sleep 0.05; done`;
  const found = 'if [ -e src/b/made.txt ]; then cp src/b/made.txt src/b/found.txt; exit; fi';
  const watched = it.submit({ command: `${found}; ${worker}; touch "${place}/$CDEV_AGENT"; ${go}` });
  const first = it.work({ idleLimit: undefined });
  expect(await until(() => existsSync(mark('a')), 60_000)).toBe(true);
  const run = await runOf(it);
  await using engine = await openFleet({ url: it.engine });
  const statuses = async () => (await engine.state(run)).tasks.map(({ status }) => status);
  const id = (await engine.state(run)).tasks[0]?.worker?.id as string;
  await drainWorker({ engine: it.engine, worker: id, isDryRun: false }, testContext({ cwd: place }));
  await writeFile(mark('go-a'), '');
  // What it had is done; what is ready now it leaves, with a slot free.
  expect((await first).result).toMatchObject({ worker: id, ended: { done: 1, failed: 0, lost: 0, released: 0 } });
  expect(await statuses()).toEqual(['done', 'ready']);

  const [signal, tellAgain] = [new AbortController(), new AbortController()];
  const onSecondSignal = (listener: () => void): void => tellAgain.signal.addEventListener('abort', listener);
  let hasEnded = false;
  const second = it.work({ idleLimit: undefined }, { signal: signal.signal, onSecondSignal });
  void second.finally(() => (hasEnded = true));
  expect(await until(() => existsSync(mark('b')), 60_000)).toBe(true);
  signal.abort();
  await until(() => hasEnded, 300);
  expect([hasEnded, await statuses()]).toEqual([false, ['done', 'running']]);
  tellAgain.abort();
  expect((await second).result.ended).toEqual({ done: 0, failed: 0, lost: 0, released: 1 });
  const kept = [...(await it.refs())].find(([name]) => /^refs\/cdev\/attempts\/.*\/b\//.test(name))?.[1] ?? '';
  expect(await it.repo.git('-C', it.origin, 'show', `${kept}^:src/b/made.txt`)).toBe('made by b');

  await it.work({ idleLimit: 500 });
  expect(verdicts(await watched)).toEqual({ a: 'done', b: 'done' });
  // From the snapshot, and no attempt was lost.
  expect(await it.repo.git('show', `${(await it.state('b')).commit}:src/b/found.txt`)).toBe('made by b');
  const kinds: string[] = [];
  for await (const { kind, task } of engine.watch(run)) if (kind !== 'said' && task === 'b') kinds.push(kind);
  expect(kinds).toEqual(['submitted', 'claimed', 'released', 'claimed', 'done']);
});
