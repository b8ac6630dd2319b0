import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { tryBins, type BinTrial } from '@cdev/installed-package';
import { trialBench, type TrialBench } from './trial-bench.ts';

// Package managers take seconds on a machine with much else to do.
jest.setTimeout(120_000);

const node = '#!/usr/bin/env node\n';
const server = `require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
const inChild = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: ['ignore', 'inherit', 'ignore'] });`;

const sources: Readonly<Record<string, string>> = {
  answers: `${node}console.log('\\x1b[31mUsage\\x1b[0m: answers'); console.error('\\x07');`,
  refuses: `${node}console.error('\\nunknown option --help'); process.exit(2);`,
  throws: `${node}throw new TypeError("no such thing");`,
  rejects: `${node}Promise.reject(new Error("later"));`,
  'needs-more': `${node}require("is-not-declared");`,
  'is-broken': `${node}const = ;`,
  dies: `${node}process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 9999);`,
  'for-another': '#!/usr/bin/env is-no-interpreter\n',
  waits: `${node}process.stdin.on('data', () => {}).on('end', () => console.log('nothing came'));`,
  tells: `${node}console.log(JSON.stringify(process.env));`,
};
const lasting: typeof sources = {
  stubborn: `${node}setInterval(() => {}, 1000); process.on('SIGTERM', () => {});`,
  serves: `${node}${inChild} ${server}`,
};
const secrets = { NPM_TOKEN: 'a-token', GITHUB_TOKEN: 'another', NODE_OPTIONS: '--trace-warnings', CDEV_HOME: '/x' };

let bench: TrialBench;
let trials: readonly BinTrial[] = [];
beforeAll(async () => {
  bench = await trialBench();
  for (const [name, bins] of Object.entries({ many: sources, lasting })) {
    const bin = Object.fromEntries(Object.keys(bins).map((one) => [one, `bin/${one}.js`]));
    const files = Object.fromEntries(Object.entries(bins).map(([one, source]) => [`bin/${one}.js`, source]));
    await bench.publish({ name, version: '1.2.3', bin }, files);
  }
  await using installation = await bench.install('many', {
    packages: ['many', 'lasting'],
    env: { ...bench.env, ...secrets },
  });
  const runs = [['--help']];
  const ending = await tryBins(installation, 'many', { runs, timeLimit: 60_000 });
  // What goes on has to have said its word before it meets its limit: on a busy machine that is later.
  for (let timeLimit = 2000; ports().length < 2; timeLimit *= 3)
    trials = [...ending, ...(await tryBins(installation, 'lasting', { runs, timeLimit }))];
});
afterAll(async () => bench[Symbol.asyncDispose]());

const trialOf = (name: string): BinTrial | undefined => trials.find(({ bin }) => bin === name);
/** Those on which the server and the one in its child listened. */
const ports = (): number[] => trialOf('serves')?.stdout.trim().split('\n').map(Number) ?? [];

describe('a bin', () => {
  test('that answers is ok, and its output is clean', () => {
    expect(trialOf('answers')).toMatchObject({
      file: 'bin/answers.js',
      args: ['--help'],
      outcome: 'ok',
      reason: '',
      exitCode: 0,
      stdout: 'Usage: answers\n',
      stderr: '\n',
    });
  });

  test('that does not know the argument has refused it, in its own words', () => {
    expect(trialOf('refuses')).toMatchObject({ outcome: 'refused', reason: 'unknown option --help', exitCode: 2 });
  });

  test.each([
    ['throws', 'TypeError: no such thing'],
    ['rejects', 'Error: later'],
    ['needs-more', "Error: Cannot find module 'is-not-declared'"],
    ['is-broken', 'SyntaxError: Unexpected token'],
    ['dies', 'it was ended by SIGKILL'],
  ])('that %s has crashed', (name, reason) => {
    expect(trialOf(name)).toMatchObject({ outcome: 'crashed', reason: expect.stringContaining(reason) });
  });

  test('for an interpreter that is not there is not started', () => {
    expect(trialOf('for-another')).toMatchObject({
      outcome: 'not started',
      reason: expect.stringContaining('is-no-interpreter'),
    });
  });

  test('that waits for input gets none; one that goes on is not waited for', () => {
    expect(trialOf('waits')).toMatchObject({ outcome: 'ok', stdout: 'nothing came\n' });
    expect(trialOf('stubborn')).toMatchObject({ outcome: 'kept running', exitCode: undefined });
  });

  test('that starts a server is ended with all it started', async () => {
    expect(trialOf('serves')).toMatchObject({ outcome: 'kept running' });
    expect(ports()).toHaveLength(2);
    expect(await Promise.all(ports().map(isListening))).toEqual([false, false]);
  });

  test('sees no credential, no option of Node and no home of this user', () => {
    const seen = JSON.parse(trialOf('tells')?.stdout ?? '') as Record<string, string>;
    expect(Object.keys(secrets).filter((name) => name in seen)).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain(bench.registry.token());
    expect(seen['HOME']).toMatch(/trial \d+\/home$/);
    expect(seen['PATH']).toContain(process.env['PATH']);
  });
});

test('the version that a bin says is compared with that of the manifest', async () => {
  const said = { a: '1.2.3', b: 'tool v1.2.3 (node v99.0.0)', c: '1.2.30', d: '1.2.3-beta.1', e: 'a tool' };
  const files = Object.entries(said).map(([name, text]) => [
    `${name}.js`,
    `${node}console.log(${JSON.stringify(text)});`,
  ]);
  const bin = Object.fromEntries(Object.keys(said).map((name) => [`says-${name}`, `${name}.js`]));
  await bench.publish({ name: 'says', version: '1.2.3', bin }, Object.fromEntries(files));
  await using installation = await bench.install('says');
  const told = await tryBins(installation, 'says');
  expect(told.filter(({ args }) => args[0] === '--version').map(({ versionAgrees }) => versionAgrees)).toEqual([
    true,
    true,
    false,
    false,
    undefined,
  ]);
  expect(
    told.filter(({ args }) => args[0] === '--help').every(({ versionAgrees }) => versionAgrees === undefined),
  ).toBe(true);
});

test('a package that was not installed is no package to try; one bin has the name of its package', async () => {
  await bench.publish({ name: '@acme/alone', bin: 'bin.js' }, { 'bin.js': node });
  await using installation = await bench.install('@acme/alone');
  await expect(tryBins(installation, 'many')).rejects.toMatchObject({
    code: 'CDEV_E_INSTALL_NOT_INSTALLED',
    kind: 'usage',
  });
  expect(await tryBins(installation, '@acme/alone', { runs: [[]] })).toMatchObject([{ bin: 'alone', outcome: 'ok' }]);
});

async function isListening(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('connect', () => told(socket.destroy() && true)).on('error', () => told(false));
  });
}
