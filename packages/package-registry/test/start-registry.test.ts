import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import {
  openRegistry,
  readTarballManifest,
  startRegistry,
  type LocalRegistry,
  type Registry,
} from '@cdev/package-registry';
import { bareEnvironment, packed, scratch } from './packed.ts';

// Some start npm, which takes seconds on a machine with much else to do.
jest.setTimeout(120_000);

async function clientOf(registry: LocalRegistry, home: string): Promise<Registry> {
  return openRegistry({ cwd: '/', env: { ...bareEnvironment(home), ...registry.env }, retries: 0 });
}

/** A registry that wants a login, with a package in it, and what knows the login. */
async function behindLogin(home: string): Promise<{ behind: LocalRegistry; upstream: Registry }> {
  const behind = await startRegistry({ isPrivate: true });
  await behind.put(
    await packed({ name: '@acme/secret', version: '1.0.0', main: 'index.js' }, { 'index.js': 'module.exports = 7;' }),
  );
  return { behind, upstream: await clientOf(behind, home) };
}

describe('an upstream', () => {
  test.each(['npm', 'pnpm'] as const)(
    'behind a login is installed from by %s, which has no credential for it',
    async (manager) => {
      await using home = await scratch();
      const { behind, upstream } = await behindLogin(home.path);
      await using _behind = behind;
      await using registry = await startRegistry({ upstream });
      await registry.put(await packed({ name: 'above', version: '1.0.0', dependencies: { '@acme/secret': '^1.0.0' } }));
      await using project = await scratch({ 'package.json': '{"name":"project","private":true}' });
      const env = { ...bareEnvironment(home.path), ...registry.env };
      await run(manager, [manager === 'npm' ? 'install' : 'add', 'above', '@acme/secret'], {
        cwd: project.path,
        env,
        isolatedEnv: true,
      });
      const { stdout } = await run(process.execPath, ['-p', 'require("@acme/secret")'], { cwd: project.path });
      expect(stdout).toBe('7\n');
      const lock = await readFile(
        join(project.path, manager === 'npm' ? 'package-lock.json' : 'pnpm-lock.yaml'),
        'utf8',
      );
      expect(lock).not.toContain(behind.token());
    },
  );

  test('is asked once for what several clients want, and again for what it did not have', async () => {
    await using home = await scratch();
    await using behind = await startRegistry();
    await using registry = await startRegistry({ upstream: await clientOf(behind, home.path) });
    const client = await clientOf(registry, home.path);
    expect(await client.packument('pipe', { fresh: true })).toBeUndefined();
    await behind.put(await packed({ name: 'pipe', version: '1.0.0' }));
    expect(await client.packument('pipe', { fresh: true })).toMatchObject({ name: 'pipe' });
    expect(await client.packument('pipe', { fresh: true })).toMatchObject({ name: 'pipe' });
    expect(behind.requests.filter((line) => line === 'GET /pipe')).toHaveLength(2);
    expect((await client.tarball('pipe', '1.0.0')).length).toBeGreaterThan(0);
  });

  test('that is down is an answer that says so, not a 404', async () => {
    await using home = await scratch();
    const behind = await startRegistry();
    await behind.close();
    await using registry = await startRegistry({ upstream: await clientOf(behind, home.path) });
    await expect((await clientOf(registry, home.path)).packument('pipe')).rejects.toMatchObject({
      code: 'CDEV_E_REGISTRY_REFUSED',
      message: expect.stringContaining(`${behind.url} could not be reached`),
    });
  });

  test('has its versions hidden by those that were put in, or shown with them', async () => {
    await using home = await scratch();
    await using behind = await startRegistry();
    for (const version of ['1.0.0', '1.1.0']) await behind.put(await packed({ name: 'pipe', version }));
    const upstream = await clientOf(behind, home.path);
    for (const [mergesUpstream, versions, latest] of [
      [false, ['2.0.0'], '2.0.0'],
      [true, ['1.0.0', '1.1.0', '2.0.0'], '2.0.0'],
    ] as const) {
      await using registry = await startRegistry({ upstream, mergesUpstream });
      await registry.put(await packed({ name: 'pipe', version: '2.0.0' }));
      const client = await clientOf(registry, home.path);
      const packument = await client.packument('pipe');
      expect(Object.keys(packument?.versions ?? {})).toEqual(versions);
      expect(packument?.['dist-tags']['latest']).toBe(latest);
      expect((await client.tarball('pipe', versions[0])).length).toBeGreaterThan(0);
    }
  });
});

describe('a fault', () => {
  test('hides what was accepted until it has been asked for often enough', async () => {
    await using home = await scratch();
    await using registry = await startRegistry();
    await registry.put(await packed({ name: '@acme/pipe', version: '1.0.0' }));
    await registry.put(await packed({ name: '@acme/pipe', version: '2.0.0' }));
    const undo = registry.fault({ kind: 'hide', name: '@acme/pipe', version: '2.0.0' });
    const client = await clientOf(registry, home.path);
    expect(await client.versionManifest('@acme/pipe', '2.0.0')).toBeUndefined();
    expect(await client.versionManifest('@acme/pipe', '1.0.0')).toMatchObject({ version: '1.0.0' });
    expect((await client.tarball('@acme/pipe', '1.0.0')).length).toBeGreaterThan(0);
    expect((await fetch(`${registry.url}@acme/pipe/-/pipe-2.0.0.tgz`)).status).toBe(404);
    expect((await client.packument('@acme/pipe'))?.['dist-tags']).toEqual({ latest: '1.0.0' });
    undo();
    expect(await client.versionManifest('@acme/pipe', '2.0.0')).toMatchObject({ version: '2.0.0' });
    registry.fault({ kind: 'hide', name: '@acme/pipe', times: 2 });
    expect([await client.packument('@acme/pipe'), await client.packument('@acme/pipe')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await client.packument('@acme/pipe')).toMatchObject({ name: '@acme/pipe' });
  });

  test('announces a digest of other bytes, at which npm refuses', async () => {
    await using home = await scratch();
    await using registry = await startRegistry({ faults: [{ kind: 'wrong-integrity', path: 'pipe' }] });
    await registry.put(await packed({ name: 'pipe', version: '1.0.0' }));
    await using project = await scratch({ 'package.json': '{}' });
    const env = { ...bareEnvironment(home.path), ...registry.env, npm_config_fetch_retries: '0' };
    const ended = await run('npm', ['install', 'pipe'], {
      cwd: project.path,
      env,
      isolatedEnv: true,
      allowFailure: true,
    });
    expect(ended).toMatchObject({ ok: false, stderr: expect.stringContaining('EINTEGRITY') });
  });

  test('strikes what it is aimed at only', async () => {
    await using registry = await startRegistry({
      faults: [{ kind: 'status', status: 500, method: 'PUT', path: 'pipe' }],
    });
    const put = async (name: string): Promise<number> =>
      (await fetch(registry.url + name, { method: 'PUT', body: '{}' })).status;
    expect([await put('pipe'), await put('pipes'), (await fetch(`${registry.url}pipe`)).status]).toEqual([
      500, 401, 404,
    ]);
  });
});

describe('what is sent to it', () => {
  test.each([
    ['without a body', '', 400],
    ['of another name', '{"name":"other"}', 400],
    ['of a version without a tarball', '{"name":"pipe","versions":{"1.0.0":{"name":"pipe","version":"1.0.0"}}}', 404],
    [
      'with a tarball cut short',
      '{"name":"pipe","versions":{"1.0.0":{"name":"pipe","version":"1.0.0"}},"_attachments":{"pipe-1.0.0.tgz":{"data":"AAAA","length":9}}}',
      400,
    ],
    [
      'with another digest',
      '{"name":"pipe","versions":{"1.0.0":{"name":"pipe","version":"1.0.0","dist":{"integrity":"sha512-AA=="}}},"_attachments":{"pipe-1.0.0.tgz":{"data":"AAAA"}}}',
      400,
    ],
  ])('%s is refused', async (_, body, status) => {
    await using registry = await startRegistry();
    const headers = { authorization: `Bearer ${registry.token()}` };
    expect((await fetch(`${registry.url}pipe`, { method: 'PUT', headers, body })).status).toBe(status);
    expect(registry.packument('pipe')).toBeUndefined();
  });

  test('without a login, or by somebody who may not, is refused', async () => {
    await using registry = await startRegistry({ users: [{ name: 'ben', mayWrite: ['@ben'] }] });
    const put = async (name: string, authorization?: string): Promise<number> =>
      (await fetch(registry.url + name, { method: 'PUT', headers: authorization ? { authorization } : {}, body: '{}' }))
        .status;
    const ben = `Bearer ${registry.token('ben')}`;
    expect([
      await put('pipe'),
      await put('pipe', 'Bearer x'),
      await put('pipe', ben),
      await put('@ben/pipe', ben),
    ]).toEqual([401, 401, 403, 400]);
  });
});

test('a file that is no tarball of a package is refused', async () => {
  await using registry = await startRegistry();
  await expect(registry.put(Buffer.from('no tarball'))).rejects.toThrow('incorrect header check');
  const nameless = await packed({ name: 'x', version: '1.0.0' }).then(() => packed({ version: '1.0.0' } as never));
  expect(() => readTarballManifest(nameless)).toThrow('no name or no version');
});
