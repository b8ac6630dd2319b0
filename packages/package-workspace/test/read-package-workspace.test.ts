import { join } from 'node:path';
import { realpath } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { tempFolder, type Files, type TempFolder } from '@cdev/test-kit';
import { readPackageWorkspace, type PackageWorkspace } from '../src/index.ts';

const folders: TempFolder[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

async function read(files: Files, from = '.'): Promise<PackageWorkspace> {
  const folder = await tempFolder(files);
  folders.push(folder);
  return readPackageWorkspace(join(folder.path, from));
}

const json = (content: object): string => JSON.stringify(content);
const named = (name: string, more: object = {}): string => json({ name, version: '1.0.0', ...more });
const paths = ({ members }: PackageWorkspace): readonly string[] => members.map(({ path }) => path);
const failure = async (files: Files, from?: string): Promise<{ code?: string; message: string }> =>
  read(files, from).then(
    () => Promise.reject(new Error('It was accepted')),
    (error: unknown) => error as { code?: string; message: string },
  );

describe('readPackageWorkspace', () => {
  test('a package by itself is a workspace of one, for npm unless something says otherwise', async () => {
    const workspace = await read({ 'package.json': named('solo'), 'src/a.js': '' }, 'src');
    expect(workspace.manager).toEqual({ name: 'npm' });
    expect(workspace.members).toMatchObject([{ name: 'solo', version: '1.0.0', path: '', isPublishable: true }]);
    expect(workspace.members[0]?.folder).toBe(workspace.root);
    expect(workspace.root).toBe(await realpath(workspace.root));
  });

  test('reads pnpm workspaces with exclusions, catalogues and deep patterns, and never node_modules', async () => {
    const workspace = await read(
      {
        'pnpm-workspace.yaml':
          "packages:\n  - 'packages/**'\n  - ./tools/*/\n  - '!**/fixtures/**'\ncatalog:\n  yaml: ^2.0.0\ncatalogs:\n  old:\n    yaml: ^1.0.0\n",
        'pnpm-lock.yaml': '',
        'package.json': json({ private: true, packageManager: 'pnpm@12.21.0+sha512.abc' }),
        'packages/a/package.json': named('a'),
        'packages/deep/er/b/package.json': named('b', { private: true }),
        'packages/a/test/fixtures/x/package.json': named('x'),
        'packages/a/node_modules/y/package.json': named('y'),
        'tools/ü t/package.json': json({ name: 't' }),
        'elsewhere/package.json': named('elsewhere'),
      },
      'packages/a',
    );
    expect(paths(workspace)).toEqual(['', 'packages/a', 'packages/deep/er/b', 'tools/ü t']);
    expect(workspace.members.map(({ isPublishable }) => isPublishable)).toEqual([false, true, false, false]);
    expect(workspace.manager).toEqual({ name: 'pnpm', version: '12.21.0', lockFile: 'pnpm-lock.yaml' });
    expect(workspace.catalogs).toEqual({ default: { yaml: '^2.0.0' }, old: { yaml: '^1.0.0' } });
    expect(workspace.catalogPlaces).toEqual({
      default: { file: 'pnpm-workspace.yaml', path: ['catalog'] },
      old: { file: 'pnpm-workspace.yaml', path: ['catalogs', 'old'] },
    });
  });

  test("reads npm's, yarn's and bun's lists", async () => {
    const files = { 'packages/a/package.json': named('a') };
    const npm = await read({
      ...files,
      'package.json': json({ workspaces: ['packages/*'] }),
      'package-lock.json': '{}',
    });
    expect([npm.manager.name, paths(npm)]).toEqual(['npm', ['', 'packages/a']]);
    const yarn = await read({
      ...files,
      'package.json': json({ workspaces: { packages: ['packages/a'] } }),
      'yarn.lock': '',
      '.yarnrc.yml': 'catalog:\n  yaml: ^3.0.0\n',
    });
    expect([yarn.manager.name, paths(yarn), yarn.catalogs, yarn.catalogPlaces]).toEqual([
      'yarn',
      ['', 'packages/a'],
      { default: { yaml: '^3.0.0' } },
      { default: { file: '.yarnrc.yml', path: ['catalog'] } },
    ]);
    const alone = { 'package.json': json({ name: 'alone' }), 'yarn.lock': '' };
    const single = await read({ ...alone, '.yarnrc.yml': 'catalog:\n  yaml: ^3.0.0\n' });
    expect(single.catalogs).toEqual({ default: { yaml: '^3.0.0' } });
    expect((await read({ ...alone, '.yarnrc.yml': 'yarnPath: [' })).catalogs).toEqual({});
    const bun = await read({
      ...files,
      'package.json': json({ workspaces: { packages: ['packages/*'], catalogs: { x: { yaml: '1' } } } }),
      'bun.lock': '',
    });
    expect([bun.manager.name, bun.catalogs, bun.catalogPlaces]).toEqual([
      'bun',
      { x: { yaml: '1' } },
      { x: { file: 'package.json', path: ['workspaces', 'catalogs', 'x'] } },
    ]);
  });

  test('what a manifest says of the package manager counts more than a lock file', async () => {
    const declared = { 'package.json': named('a', { packageManager: 'yarn@4.1.0' }), 'package-lock.json': '{}' };
    expect((await read(declared)).manager).toEqual({ name: 'yarn', version: '4.1.0' });
    const engines = { 'package.json': named('a', { devEngines: { packageManager: { name: 'bun' } } }) };
    expect((await read(engines)).manager).toEqual({ name: 'bun' });
  });

  test('of several lock files the one that counts is the one that the package manager itself reads', async () => {
    const files = (...names: string[]) => ({
      'package.json': named('a'),
      ...Object.fromEntries(names.map((name) => [name, '{}'])),
    });
    const chosen = async (...names: string[]) => (await read(files(...names))).manager;
    expect(await chosen('package-lock.json', 'npm-shrinkwrap.json')).toEqual({
      name: 'npm',
      lockFile: 'npm-shrinkwrap.json',
    });
    expect(await chosen('bun.lockb', 'bun.lock', 'yarn.lock')).toEqual({ name: 'bun', lockFile: 'bun.lock' });
    expect(await chosen('package-lock.json', 'pnpm-lock.yaml')).toEqual({ name: 'pnpm', lockFile: 'pnpm-lock.yaml' });
  });

  test('a package that the list above it does not mean is by itself', async () => {
    const files = {
      'package.json': json({ workspaces: ['packages/*'] }),
      'packages/a/package.json': named('a'),
      'examples/e/package.json': named('e'),
    };
    expect(paths(await read(files, 'examples/e'))).toEqual(['']);
    expect(paths(await read(files, 'packages/a'))).toEqual(['', 'packages/a']);
  });

  test('a workspace without a manifest at its root has only its members', async () => {
    expect(paths(await read({ 'pnpm-workspace.yaml': 'packages: [a]', 'a/package.json': named('a') }))).toEqual(['a']);
  });

  test('says which file and line is broken', async () => {
    expect(await failure({ 'package.json': '{\n  "name": "a",\n  version: 1\n}' })).toMatchObject({
      code: 'CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID',
      message: expect.stringMatching(/package\.json:3:3: /),
    });
    expect(await failure({ 'package.json': json({ name: 3 }) })).toMatchObject({
      message: expect.stringContaining('"name" must be a text'),
    });
    expect(await failure({ 'package.json': '[]' })).toMatchObject({
      message: expect.stringContaining('expected an object'),
    });
    const yaml = { 'package.json': '{}', 'pnpm-workspace.yaml': 'packages:\n  - a\n  b: c\n' };
    expect(await failure(yaml)).toMatchObject({ message: expect.stringMatching(/pnpm-workspace\.yaml:3/) });
    const list = { 'package.json': '{}', 'pnpm-workspace.yaml': 'packages: all\n' };
    expect(await failure(list)).toMatchObject({
      message: expect.stringMatching(/pnpm-workspace\.yaml:1: expected a list of texts, found the text "all"$/),
    });
  });

  test('two packages of one name, and no package at all, are errors', async () => {
    const twice = {
      'package.json': json({ workspaces: ['*'] }),
      'a/package.json': named('same'),
      'b/package.json': named('same'),
    };
    expect(await failure(twice)).toMatchObject({
      code: 'CDEV_E_PACKAGE_WORKSPACE_NAME_TWICE',
      message: 'same is the name of several packages: a, b',
    });
    expect(await failure({ 'README.md': '' })).toMatchObject({ code: 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND' });
  });

  test('npm init is advised only where no other language describes the project', async () => {
    const [bare, rust] = [await failure({ 'README.md': '' }), await failure({ 'Cargo.toml': '[package]' })] as {
      message: string;
      steps: readonly string[];
    }[];
    expect(bare?.steps).toContain('Or make a package: npm init');
    expect(rust?.message).toContain('Cargo.toml');
    expect(rust?.steps.join('\n')).not.toContain('npm init');
  });
});
