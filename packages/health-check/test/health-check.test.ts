import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { healthCheck, readHealthHistory, type HealthCheckOptions } from '../src/index.ts';
import { scriptWorkspace, type Behaviour } from './workspace.ts';

const defaults: HealthCheckOptions = {
  scripts: [],
  installed: false,
  node: [],
  timeLimit: 30_000,
  failOn: 'broken',
  history: undefined,
  webhook: undefined,
  issue: undefined,
};

async function checkOf(scripts: Readonly<Record<string, Behaviour>>, options: Partial<HealthCheckOptions> = {}) {
  await using place = await scriptWorkspace(scripts);
  await using home = await tempFolder();
  const context = testContext({ cwd: place.path, home: home.path });
  return await healthCheck({ ...defaults, ...options }, context);
}

async function troublesOf(behaviour: Behaviour, options: Partial<HealthCheckOptions> = {}) {
  const { result, status } = await checkOf({ one: behaviour }, options);
  const [script] = result.scripts;
  const bad = script?.trials.filter((trial) => trial.status === 'failed' || trial.status === 'warning') ?? [];
  return { status, state: script?.state, bad: bad.map(({ name, detail, fix }) => [name, detail, fix]) };
}

describe('healthCheck', () => {
  test('starts every script: a well one with an example, and those without one that can be run, where nothing is claimed', async () => {
    const smoke = { args: ['a b'], files: { 'x/y.txt': 'hello' }, git: true, stdin: 'read', stdout: 'hello 1\nread' };
    const work =
      "print(require('node:fs').readFileSync('x/y.txt', 'utf8') + ' ' + require('node:child_process').execSync('git rev-list --count HEAD') + require('node:fs').readFileSync(0, 'utf8'));";
    const { result, status } = await checkOf({
      one: { work, cdev: { smoke } },
      three: { cdev: { smoke: { args: [], files: { '../escaped': '' } } } },
      two: {},
    });
    expect(status).toBe('ok');
    expect(result).toMatchObject({ origin: 'workspace', changes: [], alerts: [] });
    const [one, three, two] = result.scripts;
    expect(one).toMatchObject({
      script: 'one',
      package: '@cdev/one',
      version: '1.0.0',
      owner: '@ada',
      node: process.versions.node,
      state: 'healthy',
    });
    expect(one?.trials.map(({ name, status: each }) => `${name} ${each}`)).toEqual([
      'version ok',
      'help ok',
      'health ok',
      'smoke ok',
    ]);
    expect(two?.trials.at(-1)).toMatchObject({
      name: 'smoke',
      status: 'not-run',
      detail: 'its metadata has no example',
      fix: 'Add "smoke" in the "cdev" record of its package.json',
    });
    expect(three?.trials.at(-1)).toMatchObject({
      status: 'not-run',
      detail:
        'the example of its metadata is not run: "files" has a file outside of its folder, or in .git: "../escaped"',
      fix: 'Mend "smoke" in the "cdev" record of its package.json',
    });
    expect(two?.state).toBe('healthy');
  });

  test('an unhealthy dependency is told with its mend, and is no fault of the script', async () => {
    const health =
      "print(JSON.stringify({ data: [{ title: 'git', status: 'failed', detail: 'not found', fix: 'Install git' }] })); process.exitCode = 3;";
    const bad = [['health', 'git: not found', 'Install git']];
    expect(await troublesOf({ health })).toEqual({ status: 'ok', state: 'degraded', bad });
    expect(await troublesOf({ health }, { failOn: 'degraded' })).toMatchObject({ status: 'findings' });
  });

  test.each<[string, Behaviour, string, RegExp, RegExp]>([
    ['says another version', { version: '9.9.9' }, 'version', /says 9\.9\.9, the package is 1\.0\.0/, /again/],
    [
      'throws at once',
      { before: "throw new TypeError('no such thing');" },
      'version',
      /ended with 1: TypeError: no such thing/,
      /--version/,
    ],
    ['lacks a module', { before: "require('left-pad-of-nobody');" }, 'version', /Cannot find module/, /npm install/],
    ['prints no help', { help: ' ' }, 'help', /prints nothing/, /--help/],
    [
      'has no document of its health',
      { health: "print('fine');" },
      'health',
      /without a document: fine/,
      /--health --verbose/,
    ],
    ['looks at nothing', { health: 'print(\'{"data":[]}\');' }, 'health', /without a document/, /--health/],
    [
      'fails at its example',
      { work: "console.error('✗ lost'); process.exitCode = 70;", cdev: { smoke: { args: ['go'] } } },
      'smoke',
      /ended with 70, not 0: ✗ lost/,
      /cdev-one go/,
    ],
    [
      'says other than its example',
      { cdev: { smoke: { args: [], stdout: 'moon' } } },
      'smoke',
      /does not say "moon"/,
      /cdev-one/,
    ],
  ])('a script that %s is broken', async (_, behaviour, trial, detail, fix) => {
    const { status, state, bad } = await troublesOf(behaviour);
    expect({ status, state }).toEqual({ status: 'findings', state: 'broken' });
    expect(bad).toEqual([[trial, expect.stringMatching(detail), expect.stringMatching(fix)]]);
  });

  test('a script that does not end is ended, and what it started with it', async () => {
    const { bad } = await troublesOf(
      { work: 'setInterval(() => {}, 1000);', cdev: { smoke: { args: [] } } },
      { timeLimit: 3000 },
    );
    expect(bad).toEqual([['smoke', 'it did not end within 3 s', 'Try it: cdev-one']]);
  });

  test('a script of others need not know --health', async () => {
    const { result } = await checkOf({ one: { health: 'process.exitCode = 2;', cdev: { kind: undefined } } });
    expect(result.scripts[0]).toMatchObject({ state: 'healthy' });
    expect(result.scripts[0]?.trials[2]).toMatchObject({ name: 'health', status: 'not-run' });
  });

  test('no run is left in the records of the user', async () => {
    await using place = await scriptWorkspace({
      one: { work: 'print(process.env.CDEV_HOME);', cdev: { smoke: { args: [], stdout: 'cdev-health-check-' } } },
    });
    await using home = await tempFolder();
    const { result } = await healthCheck(
      defaults,
      testContext({ cwd: place.path, home: home.path, env: { CDEV_HOME: home.path } }),
    );
    expect(result.scripts[0]?.state).toBe('healthy');
  });

  test('refuses a version of Node that is none, and a webhook in the clear', async () => {
    await expect(checkOf({ one: {} }, { node: ['latest; rm'] })).rejects.toMatchObject({
      code: 'CDEV_E_HEALTH_CHECK_OPTION_INVALID',
    });
    const refused = await checkOf({ one: {} }, { webhook: 'http://example.org/secret' }).catch(
      (error: unknown) => error as Error,
    );
    expect(refused).toMatchObject({ code: 'CDEV_E_HEALTH_CHECK_OPTION_INVALID' });
    expect((refused as Error).message).not.toContain('secret');
  });
});

describe('alerts', () => {
  test('go out when something changed, and only then: webhook and issue', async () => {
    const told: unknown[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        told.push(JSON.parse(text));
        response.writeHead(told.length === 2 ? 500 : 200).end();
      });
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`;
    await using place = await scriptWorkspace({
      one: {},
      two: {
        work: "process.exitCode = require('node:fs').existsSync(process.env.FLAG) ? 1 : 0;",
        cdev: { smoke: { args: [] } },
      },
    });
    await using home = await tempFolder();
    const check = (env: Record<string, string>, options: Partial<HealthCheckOptions> = {}) =>
      healthCheck(
        { ...defaults, webhook, issue: 'out/issue.md', ...options },
        testContext({ cwd: place.path, home: home.path, env }),
      );
    try {
      expect((await check({ FLAG: '/none' })).result.changes).toEqual([]);
      expect(told).toEqual([]);
      const broken = await check({ FLAG: place.path });
      const change = { script: 'two', node: process.versions.node, from: 'healthy', to: 'broken' };
      expect(broken.result.changes).toEqual([change]);
      expect(broken.result.alerts).toEqual([
        expect.stringMatching(/^told 127\.0\.0\.1:\d+$/),
        'the issue is in out/issue.md',
      ]);
      expect(told).toEqual([
        { text: `Script health: two broken (was healthy; Node ${process.versions.node})`, changes: [change] },
      ]);
      const issue = readFileSync(join(place.path, 'out/issue.md'), 'utf8');
      expect(issue).toMatch(/^# Script health: two changed\n/);
      expect(issue).toContain('- **smoke**: ended with 1, not 0');
      expect(issue).toContain('  - [ ] Try it: cdev-two');
      expect((await check({ FLAG: place.path })).result.changes).toEqual([]);
      expect((await check({ FLAG: '/none' }, { scripts: ['one'] })).result.changes).toEqual([]);
      const mended = await check({ FLAG: '/none' }, { scripts: ['two'] });
      expect(mended.result).toMatchObject({ changes: [{ script: 'two', from: 'new', to: 'healthy' }].slice(1) });
    } finally {
      server.close();
    }
    const history = readHealthHistory(join(home.path, 'health/history.ndjson'));
    expect(history).toHaveLength(5);
    expect(history[1]?.scripts[1]).toMatchObject({
      script: 'two',
      state: 'broken',
      reason: expect.stringContaining('smoke: ended with 1'),
    });
    expect(existsSync(join(home.path, 'runs'))).toBe(false);
  });
});
