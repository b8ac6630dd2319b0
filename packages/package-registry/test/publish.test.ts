import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { run, type RunResult } from '@cdev/core/subprocess';
import { startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { bareEnvironment, packed, scratch } from './packed.ts';

// Several starts of npm, each of which takes seconds on a machine with much else to do.
jest.setTimeout(180_000);

const manifest = {
  name: '@acme/pipe',
  version: '1.0.0',
  publishConfig: { access: 'public' },
  bin: { pipe: 'pipe.js' },
};
const files = { 'package.json': JSON.stringify(manifest), 'pipe.js': '#!/usr/bin/env node\nconsole.log("through");\n' };

/** Runs a client in `cwd` with the registry's own environment, and nothing of this machine's. */
async function client(
  registry: LocalRegistry,
  cwd: string,
  [program = '', ...args]: readonly string[],
): Promise<RunResult> {
  await using home = await scratch();
  const cleared = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  const env = { ...cleared, ...bareEnvironment(home.path), ...registry.env };
  // Awaited here: the home must be there until the client has ended.
  return await run(program, args, { cwd, env, allowFailure: true, timeLimit: 60_000 });
}

describe.each(['npm', 'pnpm'] as const)('published by %s', (manager) => {
  test('can be installed, tagged and deprecated', async () => {
    await using registry = await startRegistry();
    await using source = await scratch(files);
    const publish = [manager, 'publish', ...(manager === 'pnpm' ? ['--no-git-checks'] : []), '--tag', 'next'];
    const first = await client(registry, source.path, publish);
    expect(`${first.stdout}${first.stderr}`).toContain('@acme/pipe@1.0.0');
    expect(first.exitCode).toBe(0);
    const held = registry.packument('@acme/pipe');
    expect(held).toMatchObject({ 'dist-tags': { latest: '1.0.0', next: '1.0.0' } });
    expect(held?.versions['1.0.0']).toMatchObject({ _npmUser: { name: 'tester' }, maintainers: [{ name: 'tester' }] });
    expect(held?.versions['1.0.0']?.dist.integrity).toMatch(/^sha512-/);

    await using project = await scratch({ 'package.json': '{"name":"project","private":true}' });
    const install = [manager, manager === 'npm' ? 'install' : 'add', '@acme/pipe@next'];
    expect(await client(registry, project.path, install)).toMatchObject({ exitCode: 0 });
    const bin = await run(join(project.path, 'node_modules/.bin/pipe'), [], { cwd: project.path });
    expect(bin.stdout).toBe('through\n');

    const again = await client(registry, source.path, publish);
    expect(again.exitCode).not.toBe(0);
    expect(`${again.stdout}${again.stderr}`).toMatch(/previously published|already present/);
  });
});

test('npm asks who it is, for a sign of life, for tags, and changes tags and deprecation', async () => {
  await using registry = await startRegistry({ users: [{ name: 'ada' }] });
  await registry.put(await packed({ name: 'pipe', version: '1.0.0' }));
  await registry.put(await packed({ name: 'pipe', version: '2.0.0' }));
  await using folder = await scratch();
  const npm = async (...args: readonly string[]): Promise<RunResult> => client(registry, folder.path, ['npm', ...args]);
  expect((await npm('whoami')).stdout).toBe('ada\n');
  expect((await npm('ping')).stderr).toContain('PONG');
  expect(await npm('dist-tag', 'add', 'pipe@1.0.0', 'old')).toMatchObject({ exitCode: 0 });
  expect((await npm('dist-tag', 'ls', 'pipe')).stdout).toBe('latest: 2.0.0\nold: 1.0.0\n');
  expect(await npm('dist-tag', 'rm', 'pipe', 'old')).toMatchObject({ exitCode: 0 });
  expect(registry.packument('pipe')?.['dist-tags']).toEqual({ latest: '2.0.0' });
  expect(await npm('deprecate', 'pipe@<2', 'too old')).toMatchObject({ exitCode: 0 });
  expect((await npm('view', 'pipe@1.0.0', 'deprecated')).stdout).toBe('too old\n');
  expect(registry.packument('pipe')?.versions['2.0.0']).not.toHaveProperty('deprecated');
  expect(await npm('unpublish', 'pipe@1.0.0')).toMatchObject({ exitCode: 0 });
  expect(Object.keys(registry.packument('pipe')?.versions ?? {})).toEqual(['2.0.0']);
});

test('npx starts the bin of a package that was only put in', async () => {
  await using registry = await startRegistry();
  await registry.put(await packed(manifest, { 'pipe.js': files['pipe.js'] }));
  await using folder = await scratch();
  expect(await client(registry, folder.path, ['npx', '--yes', '@acme/pipe'])).toMatchObject({ stdout: 'through\n' });
});
