import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { startRegistry } from '@cdev/package-registry';
import { makeTar, scrubbedEnvironment, tempFolder, testContext } from '@cdev/test-kit';
import { healthCheck } from '../src/index.ts';
import { scriptWorkspace } from './workspace.ts';

test('what users get is tried by npx and installed in an empty project, from a real registry', async () => {
  await using place = await scriptWorkspace({ one: { cdev: { smoke: { args: [], stdout: 'worked in' } } } });
  await using home = await tempFolder();
  await using registry = await startRegistry({ upstream: false });
  const folder = join(place.path, 'packages/one');
  const env = { ...scrubbedEnvironment(home.path), npm_config_cache: join(home.path, 'cache'), ...registry.env };
  execFileSync('npm', ['pack', '--silent', '--pack-destination', home.path], { cwd: folder, env });
  await registry.put(readFileSync(join(home.path, 'cdev-one-1.0.0.tgz')));
  const options = {
    scripts: ['one'],
    installed: true,
    node: [],
    timeLimit: 60_000,
    failOn: 'broken',
    history: undefined,
    webhook: undefined,
    issue: undefined,
  } as const;
  const { result } = await healthCheck(options, testContext({ cwd: place.path, home: home.path, env }));
  expect(result.origin).toBe('registry');
  expect(result.scripts.map(({ package: name }) => name)).toEqual(['@cdev/one']);
  expect(result.scripts[0]?.trials.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(result.scripts[0]?.trials.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'npx ok',
    'version ok',
    'help ok',
    'health ok',
    'smoke ok',
  ]);
});

test('versions of Node come from npm, and one that cannot be had is told and keeps nobody from the others', async () => {
  await using place = await scriptWorkspace({ one: {} });
  await using home = await tempFolder();
  await using registry = await startRegistry({ upstream: false });
  // The Node that is here, as npm's package gives one.
  const version = process.versions.node;
  const manifest = JSON.stringify({ name: 'node', version, bin: { node: 'bin/node' } });
  const program = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;
  await registry.put(
    gzipSync(
      makeTar([
        ['package/package.json', manifest],
        ['package/bin/node', program],
      ]),
    ),
  );
  const env = { ...scrubbedEnvironment(home.path), npm_config_cache: join(home.path, 'cache'), ...registry.env };
  const options = {
    scripts: ['one'],
    installed: false,
    node: [version.split('.')[0] ?? '', version, '99'],
    timeLimit: 60_000,
    failOn: 'broken',
    history: undefined,
    webhook: undefined,
    issue: undefined,
  } as const;
  const { result, status } = await healthCheck(options, testContext({ cwd: place.path, home: home.path, env }));
  expect(status).toBe('findings');
  expect(result.scripts.map(({ node, state }) => [node, state])).toEqual([[version, 'healthy']]);
  expect(result.notTried).toEqual([
    { reason: expect.stringContaining('Node 99 cannot be had'), fix: expect.stringContaining('node@99') },
  ]);
});
