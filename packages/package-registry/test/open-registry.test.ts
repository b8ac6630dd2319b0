import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  openRegistry,
  startRegistry,
  type LocalRegistry,
  type OpenRegistryOptions,
  type Registry,
} from '@cdev/package-registry';
import { bareEnvironment, packed, scratch } from './packed.ts';
import { recorder, sendJson } from './recorder.ts';

let home: Awaited<ReturnType<typeof scratch>>;
let local: LocalRegistry;
beforeEach(async () => {
  home = await scratch();
  local = await startRegistry({ users: [{ name: 'ada' }, { name: 'ben', mayWrite: ['@ben'] }] });
});
afterEach(async () => {
  await local.close();
  await home[Symbol.asyncDispose]();
});

async function open(options: Partial<OpenRegistryOptions> = {}): Promise<Registry> {
  const env = { ...bareEnvironment(home.path), npm_config_fetch_retry_mintimeout: '1' };
  return openRegistry({ cwd: '/', env, url: local.url, ...options });
}

/** As a user of the registry, whose token stands in npm's configuration. */
async function openAs(user: string): Promise<Registry> {
  const { env } = local;
  const token = Object.keys(env).find((name) => name.endsWith(':_authToken')) ?? '';
  return open({ env: { ...bareEnvironment(home.path), ...env, [token]: local.token(user) } });
}

const code = (name: string): object => ({ code: `CDEV_E_REGISTRY_${name}` });

describe('what is asked', () => {
  test('is answered from the packument, the version and the tags', async () => {
    const tarball = await packed({ name: '@acme/pipe', version: '1.0.0', description: 'Pipes' });
    await local.put(tarball);
    await local.put(await packed({ name: '@acme/pipe', version: '2.0.0-rc.1' }), 'next');
    const registry = await open();
    expect(Object.keys((await registry.packument('@acme/pipe'))?.versions ?? {})).toEqual(['1.0.0', '2.0.0-rc.1']);
    expect(await registry.versionManifest('@acme/pipe', '1.0.0')).toMatchObject({ description: 'Pipes' });
    expect(await registry.versionManifest('@acme/pipe', 'next')).toMatchObject({ version: '2.0.0-rc.1' });
    expect(await registry.versionManifest('@acme/pipe', '9.9.9')).toBeUndefined();
    expect(await registry.distTags('@acme/pipe')).toEqual({ latest: '1.0.0', next: '2.0.0-rc.1' });
    expect((await registry.tarball('@acme/pipe', '1.0.0')).equals(tarball)).toBe(true);
    expect([await registry.packument('nothing'), await registry.distTags('nothing')]).toEqual([undefined, undefined]);
    await expect(registry.tarball('@acme/pipe', '9.9.9')).rejects.toMatchObject(code('NOT_FOUND'));
    expect(await registry.ping()).toBeGreaterThan(0);
  });

  test('is answered by a registry that knows no question for one version or for tags', async () => {
    await local.put(await packed({ name: 'pipe', version: '1.0.0' }));
    local.fault({ kind: 'status', status: 404, path: 'pipe/1.0.0' });
    local.fault({ kind: 'status', status: 404, path: '-/package/pipe/dist-tags' });
    const registry = await open();
    expect(await registry.versionManifest('pipe', '1.0.0')).toMatchObject({ version: '1.0.0' });
    expect(await registry.distTags('pipe')).toEqual({ latest: '1.0.0' });
  });

  test('is asked of the configured registry when a mirror gives the addresses of the public one on', async () => {
    const tarball = await packed({ name: 'pipe', version: '1.0.0' });
    await local.put(tarball);
    const held = local.packument('pipe');
    const { default: npm } = await import('@npmcli/config/lib/definitions/index.js');
    const publicUrl = String(npm.definitions['registry']?.default);
    const manifest = {
      ...held?.versions['1.0.0'],
      dist: { ...held?.versions['1.0.0']?.dist, tarball: `${publicUrl}pipe/-/pipe-1.0.0.tgz` },
    };
    local.fault({ kind: 'status', status: 200, path: 'pipe/1.0.0', body: JSON.stringify(manifest) });
    const registry = await open();
    expect((await registry.tarball('pipe', '1.0.0')).equals(tarball)).toBe(true);
  });

  test('comes past the cache when it has to be fresh, and from the cache alone when offline', async () => {
    const answers = ['1.0.0', '2.0.0', '3.0.0'];
    await using server = await recorder((_, response) =>
      sendJson(
        response,
        { name: 'pipe', versions: {}, 'dist-tags': { latest: answers.shift() } },
        { 'cache-control': 'max-age=600' },
      ),
    );
    const registry = await open({ url: server.url });
    const latest = async (asked: Registry, fresh: boolean): Promise<unknown> =>
      (await asked.packument('pipe', { fresh }))?.['dist-tags']['latest'];
    expect([await latest(registry, false), await latest(registry, false), await latest(registry, true)]).toEqual([
      '1.0.0',
      '1.0.0',
      '2.0.0',
    ]);
    const offline = await open({ url: server.url, offline: true });
    expect(await latest(offline, false)).toBe('1.0.0');
    await expect(offline.packument('other')).rejects.toMatchObject({ ...code('OFFLINE'), kind: 'environment' });
    await expect(offline.packument('pipe', { fresh: true })).rejects.toMatchObject(code('OFFLINE'));
    await expect(offline.setDistTag('pipe', 'next', '1.0.0')).rejects.toMatchObject(code('OFFLINE'));
    expect(server.received).toHaveLength(2);
  });

  test('is answered although the cache cannot be written', async () => {
    await local.put(await packed({ name: 'pipe', version: '1.0.0' }));
    await using server = await recorder((_, response) =>
      sendJson(response, { name: 'pipe', versions: {}, 'dist-tags': {} }, { 'cache-control': 'max-age=600' }),
    );
    await using locked = await scratch({ 'cache/_cacache': 'a file where a folder should be' });
    await chmod(join(locked.path, 'cache'), 0o500);
    const env = { ...bareEnvironment(home.path), npm_config_cache: join(locked.path, 'cache') };
    const registry = await open({ env, url: server.url });
    expect(await registry.packument('pipe')).toMatchObject({ name: 'pipe' });
    await chmod(join(locked.path, 'cache'), 0o700);
  });
});

describe('what is too large for memory', () => {
  test('goes into a file, piece by piece', async () => {
    const tarball = await packed({ name: 'pipe', version: '1.0.0', description: 'Pipes' });
    await local.put(tarball);
    const registry = await open();
    const file = join(home.path, 'pipe.tgz');
    const asked = { fresh: true, accept: '*/*' };
    const path = (await registry.versionManifest('pipe', '1.0.0'))?.dist.tarball ?? '';
    const answer = await registry.forward(path, { ...asked, into: { file, maxBytes: 1_000_000 } });
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect((await readFile(file)).equals(tarball)).toBe(true);
    const small = { file, maxBytes: 10 };
    await expect(registry.forward(path, { ...asked, into: small })).rejects.toMatchObject(code('BROKEN_ANSWER'));
    const nowhere = { file: join(home.path, 'no folder', 'a'), maxBytes: 1_000_000 };
    await expect(registry.forward(path, { ...asked, into: nowhere })).rejects.toMatchObject(code('FILE_NOT_WRITTEN'));
  });
});

describe('a registry that cannot be had', () => {
  test('is told from one that is not there, within a moment', async () => {
    await local.close();
    const gone = await open({ retries: 1 });
    await expect(gone.packument('pipe')).rejects.toMatchObject({ ...code('UNREACHABLE'), kind: 'environment' });
    const nowhere = await open({ url: 'http://nowhere.invalid/', retries: 0 });
    await expect(nowhere.ping()).rejects.toMatchObject(code('UNREACHABLE'));
  });

  test('is asked again after an error of its own, and told after too many', async () => {
    await local.put(await packed({ name: 'pipe', version: '1.0.0' }));
    local.fault({ kind: 'status', status: 503, times: 2 });
    const registry = await open();
    expect(await registry.packument('pipe')).toMatchObject({ name: 'pipe' });
    expect(local.requests).toHaveLength(3);
    local.fault({ kind: 'status', status: 502 });
    await expect(registry.packument('pipe')).rejects.toMatchObject({
      ...code('FAILING'),
      message: expect.stringContaining('502'),
    });
    expect(local.requests).toHaveLength(6);
  });

  test.each([['hang'], ['reset']] as const)('that does %s is given up', async (kind) => {
    local.fault({ kind });
    const registry = await open({ timeLimit: 150, retries: 0 });
    await expect(registry.packument('pipe')).rejects.toMatchObject(code('UNREACHABLE'));
  });

  test('that limits the rate says for how long', async () => {
    local.fault({ kind: 'status', status: 429, headers: { 'retry-after': '30' } });
    await expect((await open({ retries: 0 })).packument('pipe')).rejects.toMatchObject({
      ...code('RATE_LIMITED'),
      message: expect.stringContaining('wait 30 s'),
    });
  });

  test('is not waited for after an abort', async () => {
    local.fault({ kind: 'hang' });
    const registry = await open();
    const stop = new AbortController();
    const asked = registry.packument('pipe', { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(asked).rejects.toMatchObject({ ...code('CANCELLED'), kind: 'interrupted' });
    await expect(registry.packument('pipe', { signal: stop.signal })).rejects.toMatchObject(code('CANCELLED'));
  });
});

describe('a registry that lies', () => {
  test.each([
    ['a login page', 'garbage', {}],
    ['an empty answer', 'status', { status: 200, body: '' }],
    ['a list', 'status', { status: 200, body: '[]' }],
    ['another package', 'status', { status: 200, body: '{"name":"pipes","versions":{},"dist-tags":{}}' }],
    ['versions that are none', 'status', { status: 200, body: '{"name":"pipe","versions":7}' }],
    [
      'a version that is another',
      'status',
      { status: 200, body: '{"name":"pipe","versions":{"1.0.0":{"version":"6.6.6"}}}' },
    ],
    [
      'a tarball at no address',
      'status',
      {
        status: 200,
        body: '{"name":"pipe","versions":{"1.0.0":{"version":"1.0.0","dist":{"tarball":"file:///etc/passwd"}}}}',
      },
    ],
  ] as const)('is found out: %s', async (_, kind, more) => {
    local.fault({ kind, path: 'pipe', ...more } as never);
    await expect((await open()).packument('pipe')).rejects.toMatchObject(code('BROKEN_ANSWER'));
  });

  test('is found out by the bytes of a tarball', async () => {
    await local.put(await packed({ name: 'pipe', version: '1.0.0' }));
    const registry = await open({ retries: 0 });
    const undo = local.fault({ kind: 'wrong-bytes', path: /\.tgz$/ });
    await expect(registry.tarball('pipe', '1.0.0')).rejects.toMatchObject(code('WRONG_INTEGRITY'));
    undo();
    local.fault({ kind: 'truncate', path: /\.tgz$/, times: 1 });
    await expect(registry.tarball('pipe', '1.0.0')).rejects.toMatchObject({
      code: expect.stringMatching(/UNREACHABLE|WRONG_INTEGRITY/),
    });
    local.clearFaults();
    await expect(registry.tarball('pipe', '1.0.0')).resolves.toBeInstanceOf(Buffer);
  });

  test('is found out by another version than was asked for', async () => {
    const dist = { tarball: 'http://127.0.0.1/x.tgz' };
    local.fault({
      kind: 'status',
      status: 200,
      path: 'pipe/1.0.0',
      body: JSON.stringify({ name: 'pipe', version: '1.0.1', dist }),
    });
    await expect((await open()).versionManifest('pipe', '1.0.0')).rejects.toMatchObject(code('BROKEN_ANSWER'));
  });

  test('cannot put terminal sequences or a credential into an error', async () => {
    const token = local.token('ada');
    local.fault({ kind: 'status', status: 403, body: JSON.stringify({ error: `\u001B[2Jno, ${token}\u202E` }) });
    const error = await (await openAs('ada')).packument('pipe').catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toBe(`${local.url} does not allow pipe: no, [redacted]`);
  });
});

describe('accounts', () => {
  test('who it is, and what a refused credential is', async () => {
    expect(await (await openAs('ben')).whoami()).toBe('ben');
    expect(await (await open()).whoami()).toBeUndefined();
    const wrong = `npm_config_${local.url.replace('http:', '')}:_authToken`;
    const refused = await open({ env: { ...bareEnvironment(home.path), [wrong]: 'expired-token' } });
    await expect(refused.whoami()).rejects.toMatchObject(code('UNAUTHORISED'));
  });

  test('who may write a package', async () => {
    await local.put(await packed({ name: 'pipe', version: '1.0.0' }));
    expect(await (await openAs('ada')).access('pipe')).toEqual({
      user: 'ada',
      permission: 'write',
      visibility: 'public',
      exists: true,
    });
    expect(await (await openAs('ada')).access('new')).toMatchObject({ permission: 'unknown', exists: false });
    expect(await (await open()).access('pipe')).toMatchObject({ user: undefined, permission: 'unknown', exists: true });
    local.fault({ kind: 'status', status: 403, path: '-/package/pipe/collaborators' });
    local.fault({ kind: 'status', status: 404, path: '-/package/pipe/visibility' });
    expect(await (await openAs('ada')).access('pipe')).toMatchObject({ permission: 'write', visibility: undefined });
  });

  test('changes are made by those who may', async () => {
    await local.put(await packed({ name: 'pipe', version: '1.0.0' }));
    await local.put(await packed({ name: 'pipe', version: '2.0.0' }));
    const ada = await openAs('ada');
    await ada.setDistTag('pipe', 'old', '1.0.0');
    await ada.deprecate('pipe', ['1.0.0'], 'too old');
    expect(await ada.distTags('pipe', { fresh: true })).toEqual({ latest: '2.0.0', old: '1.0.0' });
    expect((await ada.packument('pipe', { full: true, fresh: true }))?.versions['1.0.0']?.deprecated).toBe('too old');
    expect(local.packument('pipe')?.versions['2.0.0']).not.toHaveProperty('deprecated');
    await ada.deprecate('pipe', ['1.0.0'], '');
    expect(local.packument('pipe')?.versions['1.0.0']).not.toHaveProperty('deprecated');
    await ada.removeDistTag('pipe', 'old');
    expect(local.packument('pipe')?.['dist-tags']).toEqual({ latest: '2.0.0' });
    await expect(ada.deprecate('pipe', ['9.0.0'], 'x')).rejects.toMatchObject({
      ...code('NOT_FOUND'),
      message: expect.stringContaining('pipe@9.0.0'),
    });
    await expect(ada.setDistTag('pipe', 'next', '9.0.0')).rejects.toMatchObject(code('NOT_FOUND'));
    await expect((await openAs('ben')).setDistTag('pipe', 'next', '1.0.0')).rejects.toMatchObject(code('FORBIDDEN'));
    await expect((await open()).setDistTag('pipe', 'next', '1.0.0')).rejects.toMatchObject(code('UNAUTHORISED'));
  });

  test('a one-time password is asked for and taken', async () => {
    await using strict = await startRegistry({ users: [{ name: 'ada', otp: '123456' }] });
    await strict.put(await packed({ name: 'pipe', version: '1.0.0' }));
    const registry = await openRegistry({ cwd: '/', env: { ...bareEnvironment(home.path), ...strict.env } });
    await expect(registry.setDistTag('pipe', 'next', '1.0.0')).rejects.toMatchObject(code('ONE_TIME_PASSWORD'));
    await registry.setDistTag('pipe', 'next', '1.0.0', { otp: '123456' });
    expect(strict.packument('pipe')?.['dist-tags']).toEqual({ latest: '1.0.0', next: '1.0.0' });
  });
});
