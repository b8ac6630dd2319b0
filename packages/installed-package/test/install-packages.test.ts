import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { startRegistry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder } from '@cdev/test-kit';
import { dependencyTree, installPackages, tryBins, tryImports, tryTypes } from '@cdev/installed-package';
import { packFixture } from './pack-fixture.ts';

// Package managers take seconds on a machine with much else to do.
jest.setTimeout(120_000);

const house = new URL('../../../', import.meta.url).pathname;

describe.each(['npm', 'pnpm'] as const)('with %s', (manager) => {
  test('three packages that need each other are installed from their tarballs and tried', async () => {
    await using folder = await tempFolder();
    const below = await packFixture(
      folder.path,
      { name: '@acme/below', type: 'module', exports: { '.': { types: './index.d.ts', default: './index.js' } } },
      { 'index.js': 'export const below = 1;\n', 'index.d.ts': 'export declare const below: number;\n' },
    );
    const middle = await packFixture(
      folder.path,
      { name: 'middle', version: '2.1.0', main: 'index.cjs', dependencies: { '@acme/below': '^1.0.0' } },
      { 'index.cjs': 'exports.middle = require("@acme/below").below + 1;\n' },
    );
    const top = await packFixture(
      folder.path,
      { name: 'top', version: '3.0.0', type: 'module', bin: { top: 'bin/top.js' }, dependencies: { middle: '2.1.0' } },
      { 'bin/top.js': '#!/usr/bin/env node\nimport { middle } from "middle";\nconsole.log(`3.0.0 ${middle}`);\n' },
    );
    await using registry = await startRegistry();
    const env = scrubbedEnvironment(folder.path);
    await using installation = await installPackages({
      folder: join(folder.path, 'trial'),
      packages: [top, middle, below],
      manager,
      registry,
      env,
    });
    expect(installation.packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
      'top@3.0.0',
      'middle@2.1.0',
      '@acme/below@1.0.0',
    ]);
    expect(await tryBins(installation, 'top')).toMatchObject([
      { bin: 'top', args: ['--help'], outcome: 'ok', stdout: '3.0.0 2\n', versionAgrees: undefined },
      { bin: 'top', args: ['--version'], outcome: 'ok', versionAgrees: true },
    ]);
    expect(await tryImports(installation, '@acme/below')).toMatchObject([
      { entry: '.', how: 'import', outcome: 'ok', names: ['below'] },
      { entry: '.', how: 'require', outcome: 'ok', names: ['below'] },
    ]);
    expect(await tryImports(installation, 'middle')).toMatchObject([
      { how: 'import', outcome: 'ok' },
      { how: 'require', outcome: 'ok', names: ['middle'] },
    ]);
    expect(await tryTypes(installation, '@acme/below', { project: house })).toMatchObject([
      { consumer: 'nodenext import', outcome: 'ok', entries: ['.'] },
      { consumer: 'nodenext require', outcome: 'ok' },
      { consumer: 'bundler', outcome: 'ok' },
    ]);
    expect(await dependencyTree(installation, 'middle')).toEqual({
      declared: ['@acme/below@1.0.0', 'middle@2.1.0'],
      missing: [],
      extra: ['top@3.0.0'],
    });
    await installation.remove();
    expect(existsSync(join(folder.path, 'trial'))).toBe(false);
  });
});
