import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openFleet, type FleetEvent } from '@cdev/agent-fleet';
import { testContext } from '@cdev/test-kit';
import { drainWorker } from '../../src/fleet/drain-worker.ts';
import { until } from '../start-cli.ts';
import { verdicts, worker } from '../planned-repo.ts';
import { fleetRepo, type FleetRepo } from './fleet-repo.ts';

/** All that the engine has of the only run. */
async function historyOf(it: FleetRepo): Promise<readonly FleetEvent[]> {
  const run = (await it.events()).find(({ fleet }) => fleet !== undefined)?.fleet?.run ?? '';
  await using engine = await openFleet({ url: it.engine });
  return await Array.fromAsync(engine.watch(run));
}

describe('a worker that is told to take nothing more', () => {
  test('ends when what it has is done: by its first signal, and by its id from elsewhere; another takes what is left', async () => {
    await using it = await fleetRepo({ a: {}, b: {}, c: {} });
    const place = join(it.origin, '..');
    const go = join(place, 'go');
    const command = `${worker}; touch "${place}/$CDEV_AGENT"; until [ -e "${go}" ]; do sleep 0.05; done`;
    const signal = new AbortController();
    const watched = it.submit({ command });
    const ofOne = it.work({ slots: 1, idleLimit: undefined, cache: join(place, 'one') }, { signal: signal.signal });
    const ofOther = it.work({ slots: 1, idleLimit: undefined, cache: join(place, 'other') });
    const isAtWork = (agent: string): boolean => existsSync(join(place, agent));
    expect(await until(() => ['a', 'b', 'c'].filter(isAtWork).length === 2, 60_000)).toBe(true);
    const claimed = ['a', 'b', 'c'].filter(isAtWork);
    signal.abort();
    // The other one by its id, as its claim names it.
    await until(async () => (await it.events()).filter(({ type }) => type === 'agent-started').length === 2, 60_000);
    await using engine = await openFleet({ url: it.engine });
    const run = (await it.events()).find(({ fleet }) => fleet !== undefined)?.fleet?.run ?? '';
    const { tasks } = await engine.state(run);
    const holders = tasks.flatMap(({ worker: holder }) => (holder === undefined ? [] : [holder.id]));
    const options = { engine: it.engine, isDryRun: false };
    for (const holder of holders) await drainWorker({ ...options, worker: holder }, testContext({ cwd: place }));
    await writeFile(go, '');
    const ended = await Promise.all([ofOne, ofOther]);
    expect(ended.map(({ result }) => result.ended)).toEqual([1, 1].map((done) => expect.objectContaining({ done })));
    const left = (await engine.state(run)).tasks.filter(({ status }) => status === 'ready').map(({ task }) => task);
    expect([...claimed, ...left].toSorted()).toEqual(['a', 'b', 'c']);
    await it.work({ cache: join(place, 'third') });
    expect(verdicts(await watched)).toEqual({ a: 'done', b: 'done', c: 'done' });
    const attempts = (await historyOf(it)).filter(({ kind }) => kind === 'claimed').map(({ attempt }) => attempt);
    expect(attempts).toEqual([1, 1, 1]);
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
    await it.work({ cache: join(place, 'other') });
    expect(verdicts(await watched)).toEqual({ a: 'done' });
    const { commit } = await it.state('a');
    expect(await it.repo.git('show', `${commit}:src/a/found.txt`)).toBe('made by a');
    const kinds = (await historyOf(it)).map(({ kind }) => kind).filter((kind) => kind !== 'said');
    expect(kinds).toEqual(['submitted', 'claimed', 'released', 'claimed', 'done']);
  });
});
