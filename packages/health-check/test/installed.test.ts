import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { startRegistry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder, testContext } from '@cdev/test-kit';
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
