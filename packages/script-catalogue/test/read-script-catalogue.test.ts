import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { readScriptCatalogue, selectScripts } from '../src/index.ts';

const script = (name: string, more: object = {}): string =>
  JSON.stringify({
    name,
    version: '1.2.3',
    bin: { [`cdev-${name.replace(/^.*\//, '')}`]: './bin.js' },
    cdev: { kind: 'script' },
    ...more,
  });

describe('readScriptCatalogue', () => {
  test('reads the scripts of a workspace from anywhere in it, and nothing that is none', async () => {
    await using place = await tempFolder({
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/b/package.json': script('@cdev/b', { description: 'Does b', cdev: { kind: 'script', owner: '@ada' } }),
      'packages/a/package.json': script('@cdev/a'),
      'packages/domain/package.json': script('@cdev/domain', { cdev: { kind: 'domain' } }),
      'packages/no-bin/package.json': script('@cdev/no-bin', { bin: undefined }),
      'packages/stranger/package.json': script('stranger', { cdev: undefined }),
      'packages/b/src/x.ts': '',
    });
    const catalogue = await readScriptCatalogue({ cwd: join(place.path, 'packages/b/src') });
    expect(catalogue).toMatchObject({ origin: 'workspace' });
    expect(catalogue.scripts.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(catalogue.scripts[1]).toMatchObject({
      packageName: '@cdev/b',
      version: '1.2.3',
      description: 'Does b',
      binName: 'cdev-b',
      bin: join(catalogue.root, 'packages/b/bin.js'),
      metadata: { owner: '@ada' },
    });
  });

  test('else those that are installed: ours, and others by their names; the nearest counts', async () => {
    await using place = await tempFolder({
      'node_modules/@cdev/a/package.json': script('@cdev/a'),
      'node_modules/@cdev/core/package.json': JSON.stringify({
        name: '@cdev/core',
        version: '1.0.0',
        cdev: { kind: 'core' },
      }),
      'node_modules/cdev-hello/package.json': script('cdev-hello', { bin: 'hello.js', cdev: {} }),
      'node_modules/@org/cdev-x/package.json': script('@org/cdev-x', { cdev: { owner: '@org' } }),
      'node_modules/@org/other/package.json': script('@org/other'),
      'node_modules/cdev-broken/package.json': '{',
      'node_modules/cdev-plain/package.json': script('cdev-plain', { cdev: undefined }),
      'app/package.json': '{"name":"app","version":"1.0.0"}',
      'app/node_modules/@cdev/a/package.json': script('@cdev/a', { version: '2.0.0' }),
    });
    const catalogue = await readScriptCatalogue({ cwd: join(place.path, 'app') });
    expect(catalogue.origin).toBe('project');
    expect(catalogue.scripts.map(({ name, version, binName }) => [name, version, binName])).toEqual([
      ['a', '2.0.0', 'cdev-a'],
      ['hello', '1.2.3', 'cdev-hello'],
      ['x', '1.2.3', 'cdev-cdev-x'],
    ]);
  });

  test('looks near the one who asks, and says so where there is nothing', async () => {
    await using near = await tempFolder({ 'node_modules/@cdev/a/package.json': script('@cdev/a') });
    await using place = await tempFolder();
    const found = await readScriptCatalogue({ cwd: place.path, near: [near.path] });
    expect(found.scripts.map(({ name }) => name)).toEqual(['a']);
    await expect(readScriptCatalogue({ cwd: place.path })).rejects.toMatchObject({ code: 'CDEV_E_CATALOGUE_EMPTY' });
  });
});

describe('selectScripts', () => {
  test('takes names, packages and bins, in the order of the catalogue', async () => {
    await using place = await tempFolder({
      'node_modules/@cdev/a/package.json': script('@cdev/a'),
      'node_modules/@cdev/b/package.json': script('@cdev/b'),
      'node_modules/@cdev/c/package.json': script('@cdev/c'),
    });
    const catalogue = await readScriptCatalogue({ cwd: place.path });
    const names = (words: string[]): string[] => selectScripts(catalogue, words).map(({ name }) => name);
    expect(names(['cdev-c', '@cdev/a', 'a'])).toEqual(['a', 'c']);
    expect(names([])).toEqual(['a', 'b', 'c']);
    expect(() => names(['z'])).toThrow('There is no script z here');
  });

  test('and those that were added, when a home is given', async () => {
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
    const entry = {
      package: 'cdev-x',
      version: '1.0.0',
      registry: 'https://npm.acme.example/',
      integrity,
      files: integrity,
    };
    const lock = { ...entry, addedAt: '', tier: 'unknown', maintainers: [], bin: 'bin.js', packages: [] };
    await using place = await tempFolder({
      'home/marketplace/cdev.marketplace.json': JSON.stringify({ schemaVersion: 1, scripts: { x: lock } }),
    });
    const where = { cwd: place.path, home: join(place.path, 'home') };
    const empty = { code: 'CDEV_E_CATALOGUE_EMPTY' };
    // Named by the lock, and not installed.
    await expect(readScriptCatalogue(where)).rejects.toMatchObject(empty);
    const folder = 'home/marketplace/scripts/x@1.0.0-000000000000/node_modules/cdev-x';
    await place.write({ [`${folder}/package.json`]: script('cdev-x', { version: '1.0.0', bin: 'bin.js' }) });
    const { scripts } = await readScriptCatalogue(where);
    expect(scripts).toMatchObject([
      { name: 'x', bin: join(place.path, folder, 'bin.js'), added: { script: { name: 'x' } } },
    ]);
    await expect(readScriptCatalogue({ cwd: place.path })).rejects.toMatchObject(empty);
  });
});
