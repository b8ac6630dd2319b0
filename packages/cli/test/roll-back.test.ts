import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startRegistry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder, testContext } from '@cdev/test-kit';
import { rollBack, showInfo } from '../src/index.ts';

const manifest = (version: string): string =>
  JSON.stringify({
    name: '@cdev/prepublish',
    version,
    description: 'Looks',
    bin: { 'cdev-prepublish': './bin/cdev-prepublish.js' },
    cdev: { kind: 'script', owner: '@ada' },
  });

test('a bad version is put back to the one before, by one command, from a real registry', async () => {
  const versions = ['1.9.0', '1.10.0', '2.0.0-beta.1', '2.0.0'];
  await using place = await tempFolder({
    ...Object.fromEntries(versions.map((version) => [`packed/${version}/package.json`, manifest(version)])),
    'app/package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      devDependencies: { '@cdev/prepublish': '^2.0.0' },
    }),
    'app/package-lock.json': JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, packages: {} }),
    'app/node_modules/@cdev/prepublish/package.json': manifest('2.0.0'),
  });
  await using registry = await startRegistry({ upstream: false });
  const app = join(place.path, 'app');
  const env = {
    ...scrubbedEnvironment(place.path),
    npm_config_cache: join(place.path, 'cache'),
    npm_config_update_notifier: 'false',
    ...registry.env,
  };
  for (const version of versions) {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', place.path], {
      cwd: join(place.path, 'packed', version),
      env,
    });
    await registry.put(readFileSync(join(place.path, `cdev-prepublish-${version}.tgz`)));
  }
  const context = testContext({ cwd: app, home: place.path, env, yes: true });
  const planned = await rollBack({ script: 'cdev-prepublish', to: undefined, isDryRun: true }, context);
  expect(planned.result).toMatchObject({
    from: '2.0.0',
    to: '1.10.0',
    outcome: 'planned',
    command: ['npm', 'install', '--save-exact', '--save-dev', '@cdev/prepublish@1.10.0'],
  });
  const { result } = await rollBack({ script: 'prepublish', to: undefined, isDryRun: false }, context);
  expect(result.outcome).toBe('done');
  expect(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')).devDependencies).toEqual({
    '@cdev/prepublish': '1.10.0',
  });
  expect(JSON.parse(readFileSync(join(app, 'node_modules/@cdev/prepublish/package.json'), 'utf8')).version).toBe(
    '1.10.0',
  );
  await rollBack({ script: 'prepublish', to: undefined, isDryRun: false }, context);
  await expect(rollBack({ script: 'prepublish', to: undefined, isDryRun: false }, context)).rejects.toMatchObject({
    code: 'CDEV_E_FRONT_NO_EARLIER_VERSION',
  });
  await expect(
    rollBack({ script: 'prepublish', to: undefined, isDryRun: true }, testContext({ cwd: place.path, env })),
  ).rejects.toMatchObject({ code: 'CDEV_E_FRONT_NOT_IN_PROJECT' });
  await expect(rollBack({ script: 'nothing', to: undefined, isDryRun: true }, context)).rejects.toMatchObject({
    code: 'CDEV_E_FRONT_SCRIPT_UNKNOWN',
  });
  writeFileSync(join(app, 'bun.lock'), '{}');
  const byBun = await rollBack({ script: 'prepublish', to: '1.9.0', isDryRun: true }, context);
  expect(byBun.result.command).toEqual(['bun', 'add', '--exact', '--dev', '@cdev/prepublish@1.9.0']);
});

test('info tells of package, owner and runs', async () => {
  await using place = await tempFolder();
  const { result } = await showInfo('spawn-agents', testContext({ cwd: place.path, home: place.path }));
  expect(result).toMatchObject({
    package: '@cdev/spawn-agents',
    hasBin: true,
    owner: expect.stringMatching(/^@/),
    runs: undefined,
  });
});
