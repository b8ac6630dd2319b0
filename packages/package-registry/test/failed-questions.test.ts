import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openRegistry, type Registry } from '@cdev/package-registry';
import { bareEnvironment, scratch } from './packed.ts';

let home: Awaited<ReturnType<typeof scratch>>;
let server: Server;
let status = 404;
beforeEach(async () => {
  home = await scratch();
  server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end('{}'));
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  await new Promise((closed) => server.close(closed));
  await home[Symbol.asyncDispose]();
});

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

async function open(env: Readonly<Record<string, string>> = {}): Promise<Registry> {
  return openRegistry({
    cwd: '/',
    env: { ...bareEnvironment(home.path), ...env },
    url: `${address()}npm/`,
    retries: 0,
  });
}

test('a registry that does not know the question for vulnerabilities is not one that knows of none', async () => {
  status = 404;
  const [answer] = await (await open()).advisories(new Map([['ms', ['2.1.3']]]));
  expect(answer).toMatchObject({ advisories: undefined, failure: { code: 'CDEV_E_REGISTRY_REFUSED' } });
  expect(answer?.failure?.message).toBe(
    `${address()}npm/ refused the question for known vulnerabilities: it does not know the question`,
  );
});

test('a proxy that wants a password is named as what refuses', async () => {
  status = 407;
  const registry = await open({ npm_config_proxy: address() });
  await expect(registry.packument('ms')).rejects.toMatchObject({
    code: 'CDEV_E_REGISTRY_UNREACHABLE',
    message: expect.stringContaining('the proxy wants a name and password'),
  });
});

test('what another address does is not said of the registry', async () => {
  status = 404;
  const registry = await open();
  const other = 'http://127.0.0.1:9/advisories.zip';
  await expect(registry.forward(other)).rejects.toMatchObject({
    message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/ could not be reached/),
  });
  await expect(registry.forward('/ms')).rejects.toMatchObject({ message: `${address()}npm/ has no /ms` });
});
