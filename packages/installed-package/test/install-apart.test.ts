import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { dependencyTree, installApart, tryBins, tryImports } from '@cdev/installed-package';
import { trialBench } from './trial-bench.ts';

// Package managers take seconds on a machine with much else to do.
jest.setTimeout(120_000);

const index = { 'index.js': 'export const value = 1;\n' };
const below = { type: 'module', exports: './index.js' };

test('packages that are installed together see what they declare and nothing of each other', async () => {
  await using bench = await trialBench();
  await bench.publish({ name: '@acme/below', ...below }, index);
  await bench.publish({ name: '@acme/below', version: '2.0.0-rc.1', ...below }, index);
  await bench.publish(
    { name: 'declaring', ...below, bin: './bin.js', dependencies: { '@acme/below': '1.0.0' } },
    { 'index.js': 'export { value } from "@acme/below";\n', 'bin.js': '#!/usr/bin/env node\nconsole.log("1.0.0");\n' },
  );
  await bench.publish({ name: 'silent', ...below }, { 'index.js': 'export { value } from "@acme/below";\n' });
  const { registry, env } = bench;
  const packages = ['@acme/below@1.0.0', 'declaring', 'silent'];
  const folder = join(bench.folder, 'apart');
  const [alone, declaring, silent] = await installApart({ folder, packages, registry, env });
  if (!alone || !declaring || !silent) throw new Error('one installation for each');

  expect(alone.packages).toMatchObject([{ name: '@acme/below', version: '1.0.0' }]);
  expect(await tryImports(declaring, 'declaring')).toMatchObject([{ outcome: 'ok', names: ['value'] }, {}]);
  expect(await tryBins(declaring, 'declaring', { runs: [['--version']] })).toMatchObject([
    { bin: 'declaring', outcome: 'ok', versionAgrees: true },
  ]);
  expect(await dependencyTree(declaring, 'declaring')).toEqual({
    declared: ['@acme/below@1.0.0', 'declaring@1.0.0'],
    missing: [],
    extra: [],
  });
  const [imported] = await tryImports(silent, 'silent');
  expect(imported).toMatchObject({ outcome: 'failed', code: 'ERR_MODULE_NOT_FOUND' });

  await alone.remove();
  expect([alone, declaring].map((each) => existsSync(each.folder))).toEqual([false, true]);
});

test('one that cannot be installed fails all, and leaves nothing', async () => {
  await using bench = await trialBench();
  await bench.publish({ name: 'whole', ...below }, index);
  await bench.publish({ name: 'stranded', ...below, dependencies: { 'is-nowhere': '^1.0.0' } }, index);
  const { registry, env } = bench;
  const folder = join(bench.folder, 'apart');
  await expect(installApart({ folder, packages: ['whole', 'stranded'], registry, env })).rejects.toMatchObject({
    code: 'CDEV_E_INSTALL_NOT_FOUND',
    message: expect.stringContaining('is-nowhere'),
  });
  expect(existsSync(folder)).toBe(false);
});
