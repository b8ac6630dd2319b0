import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { openRepository } from '@cdev/git';
import { allotPorts, releasePorts } from '../src/index.ts';

/** A port on which a server of ours listens, so that nobody else does. */
async function listening(host: string): Promise<{ port: number; [Symbol.asyncDispose]: () => Promise<void> }> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: () => new Promise((done) => void server.close(() => done())) };
}

const recordOf = async (repo: TempRepo): Promise<unknown> =>
  JSON.parse(await readFile(join(repo.path, '.git', 'cdev', 'ports.json'), 'utf8'));

describe('allotPorts', () => {
  test('gives each id a port of its own that it keeps, and records it', async () => {
    await using repo = await tempRepo({}, { worktrees: ['side'] });
    const repository = await openRepository(repo.path);
    const ports = await allotPorts(repository, ['plan/a', 'plan/b'], { from: 42_000 });
    expect(new Set(Object.values(ports)).size).toBe(2);
    const side = await openRepository(repo.worktrees['side']?.path ?? '');
    const more = await allotPorts(side, ['plan/c', 'plan/a'], { from: 42_000 });
    expect(more['plan/a']).toBe(ports['plan/a']);
    expect(await recordOf(repo)).toEqual({ schemaVersion: 1, ports: { ...ports, ...more } });
  });

  test('passes over ports on which somebody listens, on whatever address', async () => {
    await using repo = await tempRepo();
    const repository = await openRepository(repo.path);
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      await using taken = await listening(host);
      const { id } = await allotPorts(repository, ['id'], { from: taken.port });
      expect(id).toBeGreaterThan(taken.port);
      await releasePorts(repository, ['id', 'unknown']);
    }
    expect(await recordOf(repo)).toEqual({ schemaVersion: 1, ports: {} });
  });

  test('gives different ports to two that ask at the same time', async () => {
    await using repo = await tempRepo();
    const repository = await openRepository(repo.path);
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((id) => allotPorts(repository, [id], { from: 43_000 })));
    expect(new Set(all.flatMap((ports) => Object.values(ports))).size).toBe(4);
  });

  test('gives ranges that do not overlap, keeps one that is long enough, and none with a port that is in use', async () => {
    await using repo = await tempRepo();
    const repository = await openRepository(repo.path);
    const asked = { from: 45_000, count: 10 };
    const several = await Promise.all(['a', 'b', 'c'].map((id) => allotPorts(repository, [id], asked)));
    const firsts = several.flatMap((ports) => Object.values(ports)).toSorted((a, b) => a - b);
    expect(firsts.slice(1).every((first, at) => first - (firsts[at] ?? 0) >= 10)).toBe(true);
    const { single } = await allotPorts(repository, ['single'], { from: 45_000 });
    expect(firsts.every((first) => single !== undefined && (single < first || single >= first + 10))).toBe(true);
    const before = several[0]?.['a'];
    expect(await allotPorts(repository, ['a'], { from: 45_000, count: 5 })).toEqual({ a: before });
    const { a } = await allotPorts(repository, ['a'], { from: 45_000, count: 20 });
    expect(a).not.toBe(before);
    await using taken = await listening('127.0.0.1');
    const { around } = await allotPorts(repository, ['around'], { from: taken.port - 3, count: 5 });
    expect(around === undefined || around > taken.port || around + 4 < taken.port).toBe(true);
    await releasePorts(repository, ['a', 'b', 'c', 'single', 'around']);
    expect(await recordOf(repo)).toEqual({ schemaVersion: 1, ports: {} });
  });

  test('begins anew when the record cannot be read, and says when no port is left', async () => {
    await using repo = await tempRepo();
    await repo.write({ '.git/cdev/ports.json': '{"ports": {"a": "x", "b"' });
    const repository = await openRepository(repo.path);
    expect(await allotPorts(repository, ['a'], { from: 44_000 })).toEqual({ a: expect.any(Number) });
    await expect(allotPorts(repository, ['b'], { from: 65_536 })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_NO_PORT',
      kind: 'environment',
    });
  });
});
