import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { startRegistry } from '@cdev/package-registry';
import { makeTar, runBin, scrubbedEnvironment, tempFolder, testContext } from '@cdev/test-kit';
import { rollBack, showInfo } from '../src/index.ts';

const manifest = (version: string): string =>
  JSON.stringify({
    name: '@cdev/prepublish',
    version,
    description: 'Looks',
    bin: { 'cdev-prepublish': './bin/cdev-prepublish.js' },
    cdev: { kind: 'script', owner: '@ada' },
  });

const packed = (version: string, bin: string): Buffer =>
  gzipSync(
    makeTar([
      ['package/package.json', manifest(version)],
      ['package/bin/cdev-prepublish.js', bin],
    ]),
  );

test('a bad version is put back to the one before, by one command, from a real registry', async () => {
  const broken = 'throw new Error("2.0.0 does not start");\n';
  const versions = ['1.9.0', '1.10.0', '2.0.0-beta.1', '2.0.0'];
  await using place = await tempFolder({
    'app/package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      devDependencies: { '@cdev/prepublish': '^2.0.0' },
    }),
    'app/package-lock.json': JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, packages: {} }),
    'app/node_modules/@cdev/prepublish/package.json': manifest('2.0.0'),
    'app/node_modules/@cdev/prepublish/bin/cdev-prepublish.js': broken,
  });
  await using registry = await startRegistry({ upstream: false });
  const app = join(place.path, 'app');
  const env = {
    ...scrubbedEnvironment(place.path),
    npm_config_cache: join(place.path, 'cache'),
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '0',
    ...registry.env,
  };
  for (const version of versions)
    await registry.put(packed(version, version === '2.0.0' ? broken : 'console.log("works");\n'));
  const context = testContext({ cwd: app, home: place.path, env, yes: true });
  const planned = await rollBack({ script: 'cdev-prepublish', to: undefined, isDryRun: true }, context);
  expect(planned.result).toMatchObject({
    from: '2.0.0',
    to: '1.10.0',
    outcome: 'planned',
    command: ['npm', 'install', '--save-exact', '--save-dev', '@cdev/prepublish@1.10.0'],
  });
  // The emergency: what is installed does not even start, and one command brings what did.
  const start = (...argv: string[]) => runBin('cli', argv, { cwd: app, home: place.path, env, timeLimit: 120_000 });
  expect((await start('prepublish')).exitCode).toBe(1);
  expect(await start('rollback', 'prepublish', '--yes')).toMatchObject({ exitCode: 0 });
  expect(await start('prepublish')).toMatchObject({ exitCode: 0, stdout: 'works\n' });
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
  const mend = registry.fault({ kind: 'status', status: 503, path: '@cdev/prepublish' });
  await expect(rollBack({ script: 'prepublish', to: undefined, isDryRun: true }, context)).rejects.toMatchObject({
    code: 'CDEV_E_FRONT_REGISTRY_FAILED',
    message: expect.stringContaining('503'),
  });
  mend();
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
    budget: expect.stringMatching(/^start 1\.5×, memory \d+ MB, smoke run \d+ s$/),
    runs: undefined,
  });
});
