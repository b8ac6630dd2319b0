import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { runBin, type BinResult } from '@cdev/test-kit';
import { packScript, program, shelf } from './shelf.ts';

// A dozen starts of programs, on a machine with much else to do.
jest.setTimeout(240_000);

test('a script of others: published, found, inspected, added, run, checked, updated and removed, each by the real programs', async () => {
  await using shop = await shelf([]);
  const { place, registry, env } = shop;
  const app = join(place.path, 'app');
  const start = (script: string, ...argv: readonly string[]): Promise<BinResult> =>
    runBin(script, argv, { cwd: app, env, home: place.path, timeLimit: 120_000 });
  const market = (...argv: readonly string[]): Promise<BinResult> => start('marketplace', ...argv);
  const data = (result: BinResult): unknown => (result.document() as { data: unknown }).data;

  // Published by npm itself, as anybody would.
  const manifest = {
    name: '@acme/cdev-hello',
    version: '1.0.0',
    description: 'Says hello',
    keywords: ['cdev-script'],
    bin: { 'cdev-hello': 'hello.cjs' },
    publishConfig: { access: 'public' },
    cdev: { permissions: {}, smoke: { args: ['there'], stdout: 'hello 1.0.0 there' } },
  };
  await place.write({
    'source/package.json': JSON.stringify(manifest),
    'source/hello.cjs': program('1.0.0'),
  });
  await run('npm', ['publish'], { cwd: join(place.path, 'source'), env, isolatedEnv: true });

  const found = await market('search', 'HELLO');
  expect(found.stdout).toMatch(/^unknown {2}@acme\/cdev-hello {2}1\.0\.0 {2}tester\n {4}Says hello\n/);

  const inspected = await market('inspect', '@acme/cdev-hello', '--json');
  expect(inspected.exitCode).toBe(0);
  expect(data(inspected)).toMatchObject({
    script: 'hello',
    ownership: { maintainers: ['tester'], publisher: 'tester' },
    permissions: { writes: 'nothing', programs: [], network: [], native: false },
    dependencies: { count: 0 },
    risks: [],
  });
  expect(existsSync(join(place.path, '.cdev/marketplace'))).toBe(false);

  // Nobody is there to be asked, and nobody said yes.
  expect(await market('add', '@acme/cdev-hello')).toMatchObject({ exitCode: 2 });
  const added = await market('add', '@acme/cdev-hello', '--yes');
  expect([added.exitCode, added.stdout]).toEqual([0, '✓ @acme/cdev-hello 1.0.0 was added. Start it: cdev hello\n']);

  const ran = await start('cli', 'hello', 'a b', '--flag');
  expect([ran.exitCode, ran.stdout]).toEqual([0, 'hello 1.0.0 a b --flag ERR_ACCESS_DENIED\n']);
  expect((await start('cli', 'list')).stdout).toMatch(/cdev hello +1\.0\.0 +Added: @acme\/cdev-hello/);

  const checked = await start('health-check', 'hello', '--json');
  expect(data(checked)).toMatchObject({
    scripts: [
      {
        script: 'hello',
        package: '@acme/cdev-hello',
        state: 'healthy',
        trials: [{}, {}, {}, { name: 'smoke', status: 'ok' }],
      },
    ],
  });

  const next = packScript({
    version: '1.1.0',
    maintainers: [{ name: 'tester' }],
    _npmUser: { name: 'tester' },
    cdev: { permissions: { writes: 'folder' } },
  });
  await registry.put(next);
  const planned = await market('update', '--dry-run');
  expect([planned.exitCode, planned.stdout]).toEqual([
    1,
    [
      'cdev hello  @acme/cdev-hello 1.0.0 → 1.1.0  would be updated; nothing was changed (dry run)',
      '  permission  + write files below the folder that it is started in',
      '  ! it may do more: write files below the folder that it is started in (more-permissions)',
      '',
    ].join('\n'),
  ]);
  expect((await market('update', 'hello', '--yes', '--accept', 'more-permissions')).exitCode).toBe(0);
  expect((await start('cli', 'hello')).stdout).toBe('hello 1.1.0  wrote\n');
  expect((await market('list')).stdout).toMatch(
    /cdev hello +@acme\/cdev-hello 1\.1\.0 +unknown +home +as it was installed/,
  );
  const folder = join(place.path, '.cdev/marketplace/scripts');
  expect(readdirSync(folder).filter((name) => name.includes('@'))).toEqual([expect.stringMatching(/^hello@1\.1\.0-/)]);

  expect((await market('remove', 'hello', '--yes')).exitCode).toBe(0);
  expect(readdirSync(folder).filter((name) => name.includes('@'))).toEqual([]);
  expect((await start('cli', 'hello')).exitCode).toBe(2);
  const lock = readFileSync(join(place.path, '.cdev/marketplace/cdev.marketplace.json'), 'utf8');
  expect(JSON.parse(lock)).toEqual({ schemaVersion: 1, scripts: {} });
});
