import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
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

describe('a worker that is told to take nothing more', () => {
  test('ends when what it has is done: by its id from elsewhere, and by its first signal', async () => {
    await using it = await fleetRepo({ a: {}, b: { dependsOn: ['a'] } });
    const place = join(it.origin, '..');
    const mark = (name: string): string => join(place, name);
    const command = `${worker}; touch "${place}/$CDEV_AGENT"; until [ -e "${place}/go-$CDEV_AGENT" ]; do sleep 0.05; done`;
    const watched = it.submit({ command });
    const first = it.work({ idleLimit: undefined });
    expect(await until(() => existsSync(mark('a')), 60_000)).toBe(true);
    const run = await runOf(it);
    await using engine = await openFleet({ url: it.engine });
    const status = async (): Promise<string> => (await engine.state(run)).tasks.map((task) => task.status).join();
    const id = (await engine.state(run)).tasks[0]?.worker?.id as string;
    await drainWorker({ engine: it.engine, worker: id, isDryRun: false }, testContext({ cwd: place }));
    await writeFile(mark('go-a'), '');
    // It has a slot free, and what it has done was waited for.
    expect((await first).result).toMatchObject({ worker: id, ended: { done: 1, failed: 0, lost: 0, released: 0 } });
    expect(await status()).toBe('done,ready');
    const signal = new AbortController();
    const second = it.work({ idleLimit: undefined }, { signal: signal.signal });
    expect(await until(() => existsSync(mark('b')), 60_000)).toBe(true);
    signal.abort();
    await writeFile(mark('go-b'), '');
    expect((await second).result.ended).toMatchObject({ done: 1, released: 0 });
    expect(verdicts(await watched)).toEqual({ a: 'done', b: 'done' });
  });

  test('and told again gives it back with its snapshot at the remote, from which another goes on; no attempt is lost', async () => {
    await using it = await fleetRepo({ a: {} });
    const place = join(it.origin, '..');
    const found = '[ -e src/a/made.txt ] && cp src/a/made.txt src/a/found.txt';
    const command = `${found} || { ${worker}; touch "${place}/begun"; sleep 600 & wait; }`;
    const [signal, tellAgain] = [new AbortController(), new AbortController()];
    const onSecondSignal = (listener: () => void): void => tellAgain.signal.addEventListener('abort', listener);
    const watched = it.submit({ command });
    const working = it.work({ slots: 1, idleLimit: undefined }, { signal: signal.signal, onSecondSignal });
    expect(await until(() => existsSync(join(place, 'begun')), 60_000)).toBe(true);
    signal.abort();
    tellAgain.abort();
    expect((await working).result.ended).toEqual({ done: 0, failed: 0, lost: 0, released: 1 });
    const kept = [...(await it.refs())].find(([name]) => name.startsWith('refs/cdev/attempts/'))?.[1] ?? '';
    expect(await it.repo.git('-C', it.origin, 'show', `${kept}^:src/a/made.txt`)).toBe('made by a');
    await it.work({ idleLimit: 500 });
    expect(verdicts(await watched)).toEqual({ a: 'done' });
    const { commit } = await it.state('a');
    expect(await it.repo.git('show', `${commit}:src/a/found.txt`)).toBe('made by a');
    await using engine = await openFleet({ url: it.engine });
    const kinds: string[] = [];
    for await (const { kind } of engine.watch(await runOf(it))) if (kind !== 'said') kinds.push(kind);
    expect(kinds).toEqual(['submitted', 'claimed', 'released', 'claimed', 'done']);
  });
});
