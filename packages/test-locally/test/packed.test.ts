import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Context } from '@cdev/core/cli';
import { tempFolder, testContext, type TempFolder } from '@cdev/test-kit';
import { testPacked } from '../src/packed/test-packed.ts';
import type { PackedOptions } from '../src/packed/packed-run.ts';
import { lend } from './test-project.ts';

const defaults: PackedOptions = { packages: [], managers: ['npm'], withoutScripts: false, timeLimit: 20_000 };
/** Nobody answers there: what is packed has to be enough. */
const offline = { npm_config_registry: 'http://127.0.0.1:9/' };

const manifest = (name: string, more: object): string =>
  JSON.stringify({ name, version: '1.2.3', type: 'module', license: 'MIT', ...more });

function context({ path }: TempFolder): Context {
  return testContext({ cwd: path, home: join(path, 'home'), env: offline });
}

async function workspace(files: Readonly<Record<string, string>> = {}): Promise<TempFolder> {
  const folder = await tempFolder({
    'package.json': JSON.stringify({ name: 'top', private: true, workspaces: ['packages/*'] }),
    'packages/a/package.json': manifest('@x/a', {
      files: ['index.js', 'index.d.ts'],
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
    }),
    'packages/a/index.js': 'export const a = 1;\n',
    'packages/a/index.d.ts': 'export declare const a: number;\n',
    'packages/b/package.json': manifest('@x/b', {
      bin: './cli.js',
      files: ['cli.js'],
      dependencies: { '@x/a': '^1.0.0' },
    }),
    'packages/b/cli.js':
      "#!/usr/bin/env node\nimport { a } from '@x/a';\nconsole.log(process.argv[2] === '--version' ? '1.2.3' : a);\n",
    'packages/own/package.json': JSON.stringify({ name: 'own', private: true }),
    ...files,
  });
  await lend(folder, 'typescript');
  return folder;
}

describe('testPacked', () => {
  test('installs what would be published and tries bins, imports and types, without a network', async () => {
    await using folder = await workspace();
    const { result, status } = await testPacked(defaults, context(folder));
    expect({ status, problems: result.problems }).toEqual({ status: 'ok', problems: [] });
    expect(result.packed.map(({ name, files }) => [name, files])).toEqual([
      ['@x/a', 3],
      ['@x/b', 2],
    ]);
    const [a, b] = result.trials;
    expect(a?.imports.map(({ how, outcome }) => [how, outcome])).toEqual([
      ['import', 'ok'],
      ['require', 'ok'],
    ]);
    expect(a?.types.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(b?.bins.map(({ bin, args, outcome }) => [bin, ...args, outcome])).toEqual([
      ['b', '--help', 'ok'],
      ['b', '--version', 'ok'],
    ]);
  });

  test('finds what only shows when the package is installed: a file that is not packed, a bin that crashes', async () => {
    await using folder = await workspace({
      'packages/a/index.js': "export { one as a } from './one.js';\n",
      'packages/a/one.js': 'export const one = 1;\n',
    });
    const { result, status } = await testPacked(defaults, context(folder));
    expect(status).toBe('findings');
    const errors = result.problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ package: owner, what, subject }) => [owner, what, subject])).toEqual(
      expect.arrayContaining([
        ['@x/a', 'import', '@x/a'],
        ['@x/b', 'bin', 'b --help'],
      ]),
    );
  });

  test('a bin that names another version is an error', async () => {
    await using folder = await workspace({ 'packages/b/cli.js': "#!/usr/bin/env node\nconsole.log('1.0.0');\n" });
    const { result } = await testPacked({ ...defaults, packages: ['packages/b'], keep: 'kept' }, context(folder));
    expect(result.problems).toMatchObject([
      { subject: 'b --version', reason: 'it names another version than the manifest' },
    ]);
    expect(existsSync(join(folder.path, 'kept', 'x-b-1.2.3.tgz'))).toBe(true);
    expect(result.packed.map(({ name, isNeededOnly }) => [name, isNeededOnly])).toEqual([
      ['@x/a', true],
      ['@x/b', false],
    ]);
  });

  test('packages that cannot be installed are told as such', async () => {
    await using folder = await workspace({
      'packages/b/package.json': manifest('@x/b', { dependencies: { '@x/a': '^2.0.0' } }),
    });
    const { result, status } = await testPacked(defaults, context(folder));
    expect(status).toBe('findings');
    expect(result.problems).toMatchObject([{ what: 'install', severity: 'error', manager: 'npm' }]);
    expect(result.trials).toEqual([]);
  });

  test('says that nothing is meant to be published', async () => {
    await using folder = await tempFolder({ 'package.json': '{"name":"own","private":true}' });
    await expect(testPacked(defaults, testContext({ cwd: folder.path }))).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_NOTHING_TO_PACK',
      kind: 'usage',
    });
  });
});
