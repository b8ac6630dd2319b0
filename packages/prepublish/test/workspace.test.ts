import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { tempFolder, tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { prepublish, type PrepublishOptions, type PrepublishResult } from '../src/prepublish.ts';

let registry: LocalRegistry;
beforeEach(async () => {
  registry = await startRegistry();
});
afterEach(() => registry.close());

const member = (name: string, more: object = {}): string =>
  `${JSON.stringify({ name, version: '1.0.0', license: 'MIT', type: 'module', exports: './index.js', files: ['index.js'], engines: { node: '>=22' }, ...more }, undefined, 2)}\n`;

/** `top` needs `base`; `app` is private. */
function workspace(base: object = {}, top: object = {}): Promise<TempRepo> {
  return tempRepo({
    'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }\n',
    'packages/base/package.json': member('base', base),
    'packages/base/index.js': 'export const base = 1;\n',
    'packages/top/package.json': member('top', { dependencies: { base: '^1.0.0' }, ...top }),
    'packages/top/index.js': "export { base } from 'base';\n",
    'packages/app/package.json': '{ "name": "app", "version": "1.0.0", "private": true }\n',
  });
}

async function look(repo: TempRepo, options: Partial<PrepublishOptions>): Promise<PrepublishResult> {
  const context = testContext({ cwd: repo.path, env: { ...process.env, ...registry.env } });
  const { result } = await prepublish(
    {
      packages: [],
      only: [],
      skip: [],
      failOn: 'error',
      tag: undefined,
      branches: [],
      offline: false,
      links: false,
      fix: false,
      isDryRun: true,
      out: undefined,
      sbom: undefined,
      ...options,
    },
    context,
  );
  return result;
}

describe('a workspace', () => {
  test('is looked at in the order in which it is published, without what is private', async () => {
    await using repo = await workspace();
    const { packages } = await look(repo, { only: ['manifest', 'dependencies'] });
    expect(packages.map(({ name }) => name)).toEqual(['base', 'top']);
    // A sibling of the same run is not in the registry yet, and that is no finding.
    expect(packages[1]?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('names the packages that a sparse checkout leaves out, and files of one that is there', async () => {
    await using repo = await workspace();
    const options = { only: ['left-out'], offline: true };
    const seen = async () => {
      const { packages, leftOut } = await look(repo, options);
      return [packages.map(({ name, findings }) => [name, ...findings.map(({ reason }) => reason)]), leftOut];
    };
    expect(await seen()).toEqual([[['base'], ['top']], undefined]);
    await repo.git('sparse-checkout', 'set', 'packages/top');
    expect(await seen()).toEqual([[['top']], ['packages/app', 'packages/base']]);
    await repo.git('sparse-checkout', 'set', '--no-cone', '/package.json', '/packages/*/package.json');
    expect(await seen()).toEqual([
      [
        ['base', 'not in the working tree: packages/base/index.js'],
        ['top', 'not in the working tree: packages/top/index.js'],
      ],
      undefined,
    ]);
  });

  test('is installed together, so that siblings find each other', async () => {
    await using repo = await workspace();
    const { packages } = await look(repo, { only: ['installs', 'entry-loads'] });
    expect(packages.map(({ passed }) => passed)).toEqual([
      ['installs', 'entry-loads'],
      ['installs', 'entry-loads'],
    ]);
  });

  test('tells a sibling that is needed and not published', async () => {
    await using repo = await workspace();
    const [top] = (await look(repo, { packages: ['top'], only: ['sibling-unpublished'] })).packages;
    expect(top?.findings).toMatchObject([{ rule: 'sibling-unpublished', place: 'package.json#dependencies.base' }]);
  });

  test('tells a sibling that is private, and one whose version is out of the range', async () => {
    await using repo = await workspace({ version: '2.0.0' }, { dependencies: { base: '^1.0.0', app: '^1.0.0' } });
    const [, top] = (await look(repo, { only: ['sibling-unpublished'] })).packages;
    expect(top?.findings.map(({ severity, reason }) => [severity, reason])).toEqual([
      ['error', 'app is a private package of this repository'],
      ['warning', 'asks for base "^1.0.0", and this repository has 2.0.0'],
    ]);
  });

  test('leaves out what is published with the same contents, and tells what was published with others', async () => {
    await using repo = await workspace();
    await using folder = await tempFolder();
    const out = folder.path;
    const first = await look(repo, { only: ['manifest'], skip: ['readme'], isDryRun: false, out });
    expect(first.manifest).toBeDefined();
    await registry.put(await readFile(`${out}/base-1.0.0.tgz`));
    await repo.commit('More', { 'packages/top/index.js': "export { base } from 'base';\nexport const more = 2;\n" });
    await registry.put(await readFile(`${out}/top-1.0.0.tgz`));
    const { packages } = await look(repo, { only: ['version-published'] });
    expect(packages.map(({ state }) => state)).toEqual(['published', 'published']);
    expect(packages.map(({ findings }) => findings.map(({ severity, rule }) => `${severity} ${rule}`))).toEqual([
      [],
      ['warning version-published'],
    ]);
  });

  test("takes a package's own settings, and tells wrong ones", async () => {
    await using repo = await workspace({ cdevConfig: { prepublish: { skip: ['readme'] } } });
    const { packages } = await look(repo, { only: ['readme'] });
    expect(packages.map(({ findings }) => findings.length)).toEqual([0, 1]);
    await using wrong = await workspace({ cdevConfig: { prepublish: { 'fail-on': 'sometimes' } } });
    await expect(look(wrong, { only: ['readme'] })).rejects.toMatchObject({
      code: 'CDEV_E_PREPUBLISH_SETTING_INVALID',
    });
  });

  test('tells breaks and additions by the version before', async () => {
    await using repo = await workspace({ version: '1.0.0' });
    await using folder = await tempFolder();
    const out = folder.path;
    await look(repo, { packages: ['base'], only: ['manifest'], isDryRun: false, out });
    await registry.put(await readFile(`${out}/base-1.0.0.tgz`));
    await repo.write({
      'packages/base/package.json': member('base', { version: '1.0.1' }),
      'packages/base/index.js': 'export const other = 1;\n',
    });
    const [base] = (await look(repo, { packages: ['base'], only: ['surface-break', 'surface-addition', 'file-list'] }))
      .packages;
    expect(base?.findings.map(({ rule, reason }) => [rule, reason])).toEqual([
      ['surface-break', 'an export of 1.0.0 is gone: base'],
      ['surface-addition', 'new since 1.0.0: other'],
    ]);
    await repo.write({ 'packages/base/package.json': member('base', { version: '2.0.0' }) });
    const [major] = (await look(repo, { packages: ['base'], only: ['surface-break', 'surface-addition'] })).packages;
    expect(major?.findings).toEqual([]);
  });
});
