import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRegistry, startRegistry } from '@cdev/package-registry';
import { bareEnvironment, packed, scratch } from './packed.ts';
import { recorder, sendJson } from './recorder.ts';

describe('the registry of a package', () => {
  test('comes from the environment before the project before the user', async () => {
    await using home = await scratch({
      '.npmrc': 'registry=http://user.test/\n@user:registry=http://scope.user.test\n',
    });
    await using project = await scratch({
      'package.json': '{}',
      '.npmrc': 'registry=http://project.test/npm\n@acme:registry=http://acme.test/\n',
      'src/deep/file.ts': '',
    });
    const env = bareEnvironment(home.path);
    const url = async (cwd: string, more = {}): Promise<string> =>
      (await openRegistry({ cwd, env: { ...env, ...more } })).url;
    expect(await url('/')).toBe('http://user.test/');
    expect(await url(project.path)).toBe('http://project.test/npm/');
    expect(await url(join(project.path, 'src/deep'))).toBe('http://project.test/npm/');
    expect(await url(project.path, { npm_config_registry: 'http://env.test' })).toBe('http://env.test/');
    const registry = await openRegistry({ cwd: project.path, env, url: 'http://asked.test' });
    expect(registry.url).toBe('http://asked.test/');
    expect(['left-pad', '@acme/pipe', '@user/x', '@other/x'].map((name) => registry.urlFor(name))).toEqual([
      'http://asked.test/',
      'http://acme.test/',
      'http://scope.user.test/',
      'http://asked.test/',
    ]);
  });

  test('a file that npm is told to take as the user’s is the user’s', async () => {
    await using home = await scratch({ 'other.npmrc': 'registry=http://other.test/\n' });
    const env = { ...bareEnvironment(home.path), npm_config_userconfig: join(home.path, 'other.npmrc') };
    expect((await openRegistry({ cwd: '/', env })).url).toBe('http://other.test/');
  });

  test('a name that would leave its place in the address is refused', async () => {
    await using home = await scratch();
    const registry = await openRegistry({ cwd: '/', env: bareEnvironment(home.path), url: 'http://127.0.0.1:9/' });
    for (const name of ['../../etc', '@acme/../x', '', 'a b', '@acme', 'x?y', '.hidden', '-/whoami'])
      await expect(registry.packument(name)).rejects.toMatchObject({ code: 'CDEV_E_REGISTRY_NAME', kind: 'usage' });
  });
});

describe('credentials', () => {
  test('go to the registry they are for and to no other', async () => {
    await using open = await recorder((_, response) =>
      sendJson(response, { name: 'open', versions: {}, 'dist-tags': {} }),
    );
    await using closed = await recorder((_, response) =>
      sendJson(response, { name: '@acme/pipe', versions: {}, 'dist-tags': {} }),
    );
    await using home = await scratch({
      '.npmrc': [
        `registry=${open.url}`,
        `@acme:registry=${closed.url}`,
        `//127.0.0.1:${closed.port}/:_authToken=\${ACME_TOKEN}`,
      ].join('\n'),
    });
    const env = { ...bareEnvironment(home.path), ACME_TOKEN: 'token-of-acme' };
    const registry = await openRegistry({ cwd: '/', env });
    expect([registry.credentialFor('open'), registry.credentialFor('@acme/pipe')]).toEqual(['none', 'token']);
    await registry.packument('open');
    await registry.packument('@acme/pipe');
    expect(open.received).toEqual([{ line: 'GET /open', authorization: undefined }]);
    expect(closed.received).toEqual([{ line: 'GET /@acme%2fpipe', authorization: 'Bearer token-of-acme' }]);
    expect(await registry.whoami()).toBeUndefined();
    expect(open.received).toHaveLength(1);
  });

  test('do not follow a redirect to another host', async () => {
    await using other = await recorder((_, response) =>
      sendJson(response, { name: 'pipe', versions: {}, 'dist-tags': {} }),
    );
    await using first = await recorder((request, response) =>
      response.writeHead(302, { location: `http://localhost:${other.port}${request.url ?? ''}` }).end(),
    );
    await using home = await scratch({
      '.npmrc': `registry=${first.url}\n//127.0.0.1:${first.port}/:_authToken=secret-1\n`,
    });
    const registry = await openRegistry({ cwd: '/', env: bareEnvironment(home.path) });
    expect(await registry.packument('pipe')).toMatchObject({ name: 'pipe' });
    expect(first.received[0]?.authorization).toBe('Bearer secret-1');
    expect(other.received).toEqual([{ line: 'GET /pipe', authorization: undefined }]);
  });

  test('a name and a password are sent as such, and both stay out of every error', async () => {
    const words = (authorization = ''): string =>
      `Sorry, ${authorization}, ${Buffer.from(authorization.slice(6), 'base64').toString()}`;
    await using server = await recorder((request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: words(request.headers.authorization) }));
    });
    const password = Buffer.from('open sesame').toString('base64');
    const place = `//127.0.0.1:${server.port}/`;
    await using home = await scratch({
      '.npmrc': `registry=${server.url}\n${place}:username=ada\n${place}:_password=${password}\n`,
    });
    const registry = await openRegistry({ cwd: '/', env: bareEnvironment(home.path) });
    expect(registry.credentialFor('pipe')).toBe('basic');
    const error = await registry.packument('pipe').catch((thrown: unknown) => thrown as Error & { code: string });
    expect(error).toMatchObject({ code: 'CDEV_E_REGISTRY_FORBIDDEN' });
    const sent = Buffer.from('ada:open sesame').toString('base64');
    expect(server.received[0]?.authorization).toBe(`Basic ${sent}`);
    expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toMatch(
      new RegExp(`open sesame|${sent}|${password}`),
    );
  });

  test('a credential in the address of the registry is not shown', async () => {
    await using home = await scratch();
    const url = 'http://ada:open-sesame@127.0.0.1:9/npm/';
    const registry = await openRegistry({ cwd: '/', env: bareEnvironment(home.path), url, retries: 0 });
    expect(registry.url).toBe('http://127.0.0.1:9/npm/');
    const error = await registry.packument('pipe').catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain('http://127.0.0.1:9/npm/');
    expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toContain('sesame');
  });
});

describe('proxies', () => {
  test.each([
    ['of the environment', (proxy: string) => ({ env: { HTTP_PROXY: proxy }, npmrc: '' })],
    ['of the environment in small letters', (proxy: string) => ({ env: { http_proxy: proxy }, npmrc: '' })],
    [
      'of npm’s configuration',
      (proxy: string) => ({ env: { http_proxy: 'http://127.0.0.1:9' }, npmrc: `proxy=${proxy}\n` }),
    ],
  ])('%s are asked', async (_, set) => {
    await using proxy = await recorder((_, response) =>
      sendJson(response, { name: 'pipe', versions: {}, 'dist-tags': {} }),
    );
    const { env, npmrc } = set(proxy.url);
    await using home = await scratch({ '.npmrc': npmrc });
    const registry = await openRegistry({
      cwd: '/',
      env: { ...bareEnvironment(home.path), ...env },
      url: 'http://npm.invalid/',
      retries: 0,
    });
    expect(await registry.packument('pipe')).toMatchObject({ name: 'pipe' });
    expect(proxy.received.map(({ line }) => line)).toEqual(['GET http://npm.invalid/pipe']);
  });

  test('are not asked for hosts that NO_PROXY names', async () => {
    await using server = await startRegistry();
    await server.put(await packed({ name: 'pipe', version: '1.0.0' }));
    await using home = await scratch();
    const env = { ...bareEnvironment(home.path), HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'example.org, 127.0.0.1' };
    const registry = await openRegistry({ cwd: '/', env, url: server.url, retries: 0 });
    expect(await registry.packument('pipe')).toMatchObject({ name: 'pipe' });
  });
});

test('an unreadable or senseless configuration does not stop what does not need it', async () => {
  await using home = await scratch({ '.npmrc': '[[[\n=\nregistry\n//:_authToken=\nfetch-retries=many\n' });
  const registry = await openRegistry({
    cwd: join(home.path, 'is/not/there'),
    env: bareEnvironment(home.path),
    url: 'http://asked.test/',
  });
  expect(registry.urlFor('pipe')).toBe('http://asked.test/');
});
