import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deploy, showStatus } from '../src/index.ts';
import { hasSshd, sshFarm, type SshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 120_000;

(hasSshd ? describe : describe.skip)('health checks over the network', () => {
  let farm: SshFarm;
  let server: Server;
  let port: number;
  /** Names of the hosts that were asked for, in order. */
  const asked: string[] = [];
  /** So many answers are 503 first. */
  let unready = 0;
  let text = 0;

  beforeAll(async () => {
    farm = await sshFarm(2);
    // Answers for a host as its application would: out of the release that is current there.
    server = createServer((request, response) => {
      const name = (request.url ?? '').slice(1);
      asked.push(name);
      const current = join(farm.hosts.find((host) => host.name === name)?.path ?? '/nowhere', 'current/index.html');
      const content = existsSync(current) ? readFileSync(current, 'utf8') : '';
      unready -= 1;
      response.statusCode = unready >= 0 ? 503 : content === '' ? 404 : content.includes(`ill on ${name}`) ? 500 : 200;
      response.end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  }, limit);
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await farm[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    asked.length = 0;
    unready = 0;
    text += 1;
    await farm.write({ 'dist/index.html': `release ${text}\n` });
  });

  const currents = async (): Promise<Set<string | undefined>> =>
    new Set(await Promise.all(farm.hosts.map((host) => host.current())));
  const http = (more: string): string => `{ http: 'http://127.0.0.1:${port}/{name}', ${more} }`;

  test.each(['host', 'here'])(
    'asked from %s: not ready yet is tried again; a release that is ill on the last host is taken back everywhere',
    async (from) => {
      await farm.configure(
        `    batches: [1]\n    health: [${http(`from: ${from}, expect: 200, contains: release, retries: 3, every: 0.1, warmUp: 0.1`)}]\n`,
      );
      unready = 2;
      const { result } = await deploy(on, farm.context());
      expect(result.outcome).toBe('deployed');
      expect(asked).toEqual(['web1', 'web1', 'web1', 'web2']);
      const before = result.plan.release.id;
      asked.length = 0;
      await farm.write({ 'dist/index.html': `release ${text}, ill on web2\n` });
      const failure = await deploy(on, farm.context()).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'CDEV_E_DEPLOY_RETURNED',
        details: { failures: [{ name: 'web2', isBack: true, message: expect.stringContaining('status is 500') }] },
      });
      // Once as it was switched, web2 four times, and once each when it was taken back.
      expect(asked.slice(0, 5)).toEqual(['web1', 'web2', 'web2', 'web2', 'web2']);
      expect(asked.slice(5).toSorted()).toEqual(['web1', 'web2']);
      expect(await currents()).toEqual(new Set([before]));
      const { result: status } = await showStatus(on, farm.context());
      expect(status.hosts.map(({ health }) => health)).toEqual(['well', 'well']);
    },
    limit,
  );

  test.each(['host', 'here'])(
    'asked from %s: nobody is asked during the warm-up, and Ctrl-C ends it',
    async (from) => {
      await farm.configure(`    health: [${http(`from: ${from}, warmUp: 600`)}]\n`);
      const ctrlC = new AbortController();
      const run = deploy(
        {
          ...on,
          onStep: (step) => {
            if (step === 'health') void pause(300).then(() => ctrlC.abort('SIGINT'));
          },
        },
        farm.context({ signal: ctrlC.signal }),
      );
      await expect(run).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_INTERRUPTED' });
      expect(asked).toEqual([]);
      // Complete, so that the next one need not take it back behind a check first.
      await farm.configure('');
      expect((await deploy(on, farm.context())).result.outcome).toBe('deployed');
    },
    limit,
  );

  test.each(['host', 'here'])(
    'asked from %s: what the answer should contain, and a server that is not there',
    async (from) => {
      await farm.configure('');
      await deploy(on, farm.context());
      const reasons = async (check: string): Promise<Set<string | undefined>> => {
        await farm.configure(`    health: [${check}]\n`);
        const { result, status } = await showStatus(on, farm.context());
        expect([status, ...result.hosts.map(({ health }) => health)]).toEqual(['findings', 'ill', 'ill']);
        return new Set(result.hosts.map(({ reason }) => reason?.replace(/^health: \S+ failed: /, '')));
      };
      expect(await reasons(http(`from: ${from}, contains: '*'`))).toEqual(
        new Set(['the answer does not contain what it should']),
      );
      expect(await reasons(http(`from: ${from}, expect: 204`))).toEqual(new Set(["the answer's status is 200"]));
      // Nobody listens there at another address of loopback.
      const [closed] = await reasons(`{ http: 'http://127.255.0.9:${port}/', from: ${from} }`);
      expect(closed).toMatch(from === 'here' ? /^nothing answers \(ECONNREFUSED\)$/ : /connect/i);
      expect(await reasons(`{ tcp: '127.0.0.1:9', from: ${from} }`)).toEqual(
        new Set(['nothing answers at 127.0.0.1:9']),
      );
      await farm.configure(`    health: [{ tcp: '{address}:2222', from: ${from} }, { tcp: '127.0.0.1:${port}' }]\n`);
      expect((await showStatus(on, farm.context())).status).toBe('ok');
    },
    limit,
  );

  test(
    'a check of tcp that turns bad takes all hosts back',
    async () => {
      await farm.configure('');
      const { result } = await deploy(on, farm.context());
      await farm.configure("    health: [{ tcp: '127.0.0.1:9', retries: 1, every: 0, roles: [web2] }]\n");
      await farm.write({ 'dist/index.html': 'next\n' });
      // Nothing answers with what was before either, so web2 is not known to be back; it stands where it did.
      await expect(deploy(on, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_MIXED',
        details: { failures: [{ name: 'web2', isBack: false }] },
      });
      expect(await currents()).toEqual(new Set([result.plan.release.id]));
    },
    limit,
  );
});
