import { mkdir, readFile, readdir, stat, chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { readPackageWorkspace, selectMembers } from '@cdev/package-workspace';
import { tempFolder, type Files, type TempFolder } from '@cdev/test-kit';
import { packPackage, type PackedPackage, type PackPackageOptions } from '../src/index.ts';

const folders: TempFolder[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

async function place(files: Files): Promise<string> {
  const folder = await tempFolder(files);
  folders.push(folder);
  return folder.path;
}

async function pack(root: string, name: string, options: Partial<PackPackageOptions> = {}): Promise<PackedPackage> {
  const workspace = await readPackageWorkspace(root);
  const [member] = selectMembers(workspace, [name]);
  return packPackage({ member: member!, workspace, env: process.env, destination: join(root, 'out ü'), ...options });
}

async function packedBy(packer: 'npm' | 'pnpm', folder: string): Promise<Buffer> {
  const destination = join(await place({}), packer);
  await mkdir(destination);
  await run(packer, ['pack', '--pack-destination', destination], { cwd: folder, timeLimit: 60_000 });
  const [file] = await readdir(destination);
  return readFile(join(destination, file!));
}

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

describe('packPackage for npm', () => {
  const files: Files = {
    'package.json': json({
      name: '@app/cart',
      version: '1.2.3',
      bin: './bin/cart.js',
      main: 'main.js',
      files: ['dist', '!dist/**/*.map', 'docs/*.md'],
    }),
    'bin/cart.js': '#!/usr/bin/env node\n',
    'main.js': '1',
    'dist/a.js': '2',
    'dist/deep/ü b.js': '3',
    'dist/a.js.map': '4',
    'docs/a.md': '5',
    'docs/a.txt': '6',
    'src/a.ts': '7',
    'README.md': '# Cart',
    LICENSE: 'MIT',
    '.npmrc': '//registry/:_authToken=x',
  };

  test('gives the very bytes of `npm pack`, and of itself a second time', async () => {
    const root = await place(files);
    await chmod(join(root, 'dist/a.js'), 0o755);
    const packed = await pack(root, '@app/cart');
    expect(packed.bytes.equals(await packedBy('npm', root))).toBe(true);
    expect((await pack(root, '@app/cart')).integrity).toBe(packed.integrity);
    expect(packed.file).toBe(join(root, 'out ü', 'app-cart-1.2.3.tgz'));
    expect(await readFile(packed.file)).toEqual(packed.bytes);
    expect([...packed.entries.keys()].sort()).toEqual([
      'LICENSE',
      'README.md',
      'bin/cart.js',
      'dist/a.js',
      'dist/deep/ü b.js',
      'docs/a.md',
      'main.js',
      'package.json',
    ]);
    expect(packed.packedBy).toEqual({ name: 'npm-packlist', version: expect.stringMatching(/^\d+\./) });
  });

  test('the same in an npm workspace, whose ignore files count, and for its root', async () => {
    const root = await place({
      'package.json': json({ name: 'root', version: '1.0.0', workspaces: ['packages/*'] }),
      '.npmignore': '*.log\n',
      'packages/.gitignore': '*.tmp\n',
      'packages/a/package.json': json({ name: 'a', version: '1.0.0' }),
      'packages/a/x.log': '',
      'packages/a/x.tmp': '',
      'packages/a/x.js': '',
    });
    const packed = await pack(root, 'a');
    expect(packed.bytes.equals(await packedBy('npm', join(root, 'packages/a')))).toBe(true);
    const whole = await pack(root, 'root', { destination: await place({}) });
    // The first archive stands in the root's folder; npm has to see the same.
    expect(whole.bytes.equals(await packedBy('npm', root))).toBe(true);
  });

  test('packs bundled dependencies as npm does', async () => {
    const root = await place({
      'package.json': json({
        name: 'b',
        version: '1.0.0',
        dependencies: { dep: '1.0.0', other: '1.0.0' },
        bundleDependencies: ['dep'],
      }),
      'node_modules/dep/package.json': json({ name: 'dep', version: '1.0.0', dependencies: { inner: '1.0.0' } }),
      'node_modules/dep/index.js': '',
      'node_modules/inner/package.json': json({ name: 'inner', version: '1.0.0' }),
      'node_modules/other/package.json': json({ name: 'other', version: '1.0.0' }),
    });
    const packed = await pack(root, 'b', { destination: await place({}) });
    expect([...packed.entries.keys()]).toContain('node_modules/inner/package.json');
    expect([...packed.entries.keys()]).not.toContain('node_modules/other/package.json');
    expect(packed.bytes.equals(await packedBy('npm', root))).toBe(true);
  });

  test('runs prepack, prepare and postpack in this order, with npm’s variables and the bins of the package', async () => {
    const say = (what: string): string => `echo ${what} $npm_lifecycle_event $npm_package_name >> trace.txt`;
    const root = await place({
      'package.json': json({
        name: 's',
        version: '1.0.0',
        files: ['made.js'],
        scripts: { prepack: 'tool > made.js', prepare: say('b'), postpack: say('c'), prepublishOnly: say('never') },
      }),
      'node_modules/.bin/tool': '#!/bin/sh\necho made by a tool\n',
    });
    await chmod(join(root, 'node_modules/.bin/tool'), 0o755);
    const packed = await pack(root, 's');
    expect(packed.entries.get('made.js')?.data.toString()).toBe('made by a tool\n');
    expect(await readFile(join(root, 'trace.txt'), 'utf8')).toBe('b prepare s\nc postpack s\n');
    await writeFile(join(root, 'made.js'), 'by hand');
    const without = await pack(root, 's', { runScripts: false });
    expect(without.entries.get('made.js')?.data.toString()).toBe('by hand');
  });

  test('a script that fails, and a file that cannot be read, are errors that say where', async () => {
    const root = await place({
      'package.json': json({ name: 's', version: '1.0.0', scripts: { prepack: 'echo no space >&2; exit 3' } }),
    });
    await expect(pack(root, 's')).rejects.toMatchObject({
      code: 'CDEV_E_PACKAGE_TARBALL_SCRIPT_FAILED',
      message: expect.stringMatching(/"prepack" of s failed with exit code 3:\nno space/),
    });
    const destination = join(await place({ taken: '' }), 'taken');
    await expect(pack(root, 's', { runScripts: false, destination })).rejects.toMatchObject({
      code: 'CDEV_E_PACKAGE_TARBALL_UNWRITABLE',
    });
  });
});

describe('packPackage for workspaces whose ranges npm does not know', () => {
  const files: Files = {
    'pnpm-workspace.yaml': 'packages: [packages/*]\ncatalog:\n  yaml: ^2.9.1\npmOnFail: ignore\n',
    'package.json': json({ name: 'root', private: true }),
    'packages/core/package.json': json({ name: '@app/core', version: '2.0.0-beta.1' }),
    'packages/cli/package.json': json({
      name: '@app/cli',
      version: '1.0.0',
      main: 'src/main.ts',
      packageManager: 'pnpm@12.21.0',
      scripts: { prepack: 'echo made > made.js', start: 'node .' },
      dependencies: { '@app/core': 'workspace:^', yaml: 'catalog:' },
      peerDependencies: { '@app/core': 'workspace:*' },
      publishConfig: { access: 'public', main: 'made.js' },
      files: ['made.js'],
    }),
  };

  test('pnpm itself packs where it is installed', async () => {
    const root = await place(files);
    const packed = await pack(root, '@app/cli');
    expect(packed.packedBy.name).toBe('pnpm');
    expect(packed.bytes.equals(await packedBy('pnpm', join(root, 'packages/cli')))).toBe(true);
    expect(packed.manifest['dependencies']).toEqual({ '@app/core': '^2.0.0-beta.1', yaml: '^2.9.1' });
    expect(await readdir(join(root, 'out ü'))).toEqual(['app-cli-1.0.0.tgz']);
  });

  test('where it is not, a copy with the same manifest is packed and the package is left as it was', async () => {
    const root = await place(files);
    const fromPnpm = await pack(root, '@app/cli');
    const before = await stat(join(root, 'packages/cli/package.json'));
    const nodeAndShell = `${process.execPath.replace(/\/[^/]+$/, '')}:/bin`;
    const withoutPnpm = { PATH: `${await place({})}:${nodeAndShell.split(':').at(-1)}`, PNPM_HOME: undefined };
    const packed = await pack(root, '@app/cli', { env: withoutPnpm });
    expect(packed.packedBy.name).toBe('npm-packlist');
    expect(packed.manifest).toEqual(fromPnpm.manifest);
    expect([...packed.entries.keys()].sort()).toEqual([...fromPnpm.entries.keys()].sort());
    expect((await stat(join(root, 'packages/cli/package.json'))).mtimeMs).toBe(before.mtimeMs);
  });

  test('a range that leads nowhere is an error', async () => {
    const root = await place({
      'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'yarn.lock': '',
      'packages/a/package.json': json({ name: 'a', version: '1.0.0', dependencies: { gone: 'workspace:^' } }),
      'packages/b/package.json': json({ name: 'b', version: '1.0.0', dependencies: { gone: 'catalog:old' } }),
    });
    await expect(pack(root, 'a')).rejects.toMatchObject({
      code: 'CDEV_E_PACKAGE_TARBALL_RANGE_UNRESOLVED',
      message: 'a needs gone "workspace:^", and the workspace has no package gone',
    });
    await expect(pack(root, 'b')).rejects.toMatchObject({
      message: 'b needs gone "catalog:old", and the catalogue "old" does not have it',
    });
  });

  test('what pnpm refuses is told in its words', async () => {
    const root = await place({
      ...files,
      'packages/cli/package.json': json({ name: '@app/cli', version: '1.0.0', dependencies: { gone: 'workspace:^' } }),
    });
    await expect(pack(root, '@app/cli')).rejects.toMatchObject({
      code: 'CDEV_E_PACKAGE_TARBALL_NOT_PACKED',
      message: expect.stringMatching(/^pnpm could not pack @app\/cli: .*gone/s),
    });
  });
});
