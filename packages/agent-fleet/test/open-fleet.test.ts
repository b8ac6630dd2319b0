import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openFleet } from '../src/index.ts';

const worker = { id: 'w', host: 'h', version: '1' };

describe('openFleet', () => {
  test('takes the URL, else CDEV_FLEET_URL, else the folder of the repository', async () => {
    await using folder = await tempFolder({});
    const inFolder = (name: string): string => `local:${join(folder.path, name)}`;
    const env = { CDEV_FLEET_URL: inFolder('of the environment') };
    await using given = await openFleet({ url: inFolder('ünder'), env, gitDirectory: folder.path });
    await using named = await openFleet({ env, gitDirectory: folder.path });
    await using own = await openFleet({ env: {}, gitDirectory: folder.path });
    const places = [given, named, own].map(({ description }) => description.place);
    expect(places).toEqual([inFolder('ünder'), inFolder('of the environment'), inFolder('cdev/fleet')]);
    expect(own.description).toMatchObject({ kind: 'embedded', lease: 10_000, heartbeatEvery: 2500, resolution: 1 });
  });

  test('refuses what is no engine, and shows no password', async () => {
    await expect(openFleet({ url: 'redis://ada:hidden@host' })).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_FLEET_URL_UNKNOWN',
      message: expect.not.stringContaining('hidden'),
    });
    await expect(openFleet()).rejects.toMatchObject({ code: 'CDEV_E_AGENT_FLEET_URL_UNKNOWN' });
  });

  test('tells of a folder that cannot be one, and of a database that is none', async () => {
    await using folder = await tempFolder({ file: 'text', 'broken/fleet.sqlite': 'x'.repeat(5000) });
    for (const name of ['file', 'broken']) {
      await expect(openFleet({ url: `local:${join(folder.path, name)}` })).rejects.toMatchObject({
        code: 'CDEV_E_AGENT_FLEET_UNREACHABLE',
      });
    }
  });

  test('refuses a database of a newer form, and leaves it alone', async () => {
    await using folder = await tempFolder({});
    const file = join(folder.path, 'fleet.sqlite');
    using newer = new DatabaseSync(file);
    newer.exec('CREATE TABLE fleet (form INTEGER NOT NULL); INSERT INTO fleet VALUES (2)');
    await expect(openFleet({ url: `local:${folder.path}` })).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_FLEET_ENGINE_NEWER',
    });
    expect(newer.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'fleet' }]);
  });

  test('keeps what was submitted when it is closed and opened again, and nobody else may read it', async () => {
    await using folder = await tempFolder({});
    const url = `local:${join(folder.path, 'new')}`;
    const first = await openFleet({ url });
    await first.submit({ run: 'r', tasks: [{ id: 'a', payload: { file: 'ä' } }] });
    const claim = await first.claim({ worker });
    await first.close();
    await first.close();
    await using second = await openFleet({ url });
    expect(claim).toMatchObject({
      run: 'r',
      task: 'a',
      attempt: 1,
      attemptsLeft: 3,
      payload: { file: 'ä' },
      labels: [],
    });
    await second.complete(claim as never, null);
    expect(await second.state('r')).toMatchObject({
      isSettled: true,
      tasks: [{ status: 'done', result: null, worker }],
    });
  });

  test('a waiting claim and a watcher end with their signals, and when the engine is closed', async () => {
    await using folder = await tempFolder({});
    const engine = await openFleet({ url: `local:${folder.path}` });
    await engine.submit({ run: 'r', tasks: [{ id: 'a', payload: null, labels: ['gpu'] }] });
    const watched = async (end?: AbortController): Promise<string[]> => {
      const kinds: string[] = [];
      for await (const { kind } of engine.watch('r', { signal: end?.signal })) {
        kinds.push(kind);
        setTimeout(() => end?.abort(), 20);
      }
      return kinds;
    };
    expect(await engine.claim({ worker, signal: AbortSignal.timeout(20) })).toBeUndefined();
    expect(await watched(new AbortController())).toEqual(['submitted']);
    const waiting = Promise.all([engine.claim({ worker }), watched()]);
    await engine.close();
    expect(await waiting).toEqual([undefined, expect.any(Array)]);
  });
});

describe('openFleet on PostgreSQL', () => {
  test('tells of a server that is not there, without the password', async () => {
    const opening = openFleet({ url: 'postgres://ada:hidden@127.0.0.1:1/work' });
    await expect(opening).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_FLEET_UNREACHABLE',
      message: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:1\/work cannot be used: .*ECONNREFUSED/),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('hidden') });
  });
});
