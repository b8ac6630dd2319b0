import { describe, expect, test } from '@jest/globals';
import { tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { selectTests, type SelectOptions } from '../../src/selection/select-tests.ts';

const defaults: SelectOptions = { names: [], packages: [], all: false, level: 'files', suites: [] };

const single = {
  'package.json': JSON.stringify({
    name: 'one',
    type: 'module',
    scripts: { test: 'node --test' },
    bin: { tool: './bin/tool.js' },
  }),
  'src/a.js': "import { b } from './b.js';\nexport const a = b;\n",
  'src/b.js': 'export const b = 1;\n',
  'src/c.js': 'export const c = 1;\n',
  'bin/tool.js': "#!/usr/bin/env node\nimport { c } from '../src/c.js';\nconsole.log(c);\n",
  'test/a.test.js': "import { a } from '../src/a.js';\n",
  'test/b.test.js': "import { b } from '../src/b.js';\n",
  'test/tool.test.js':
    "import { spawnSync } from 'node:child_process';\nspawnSync(process.execPath, ['bin/tool.js']);\n",
  'test/data.test.js':
    "import { readFileSync } from 'node:fs';\nreadFileSync(new URL('fixtures/table.csv', import.meta.url));\n",
  'test/fixtures/table.csv': '1\n',
  'README.md': '# One\n',
};

async function select(repo: TempRepo, options: Partial<SelectOptions> = {}): Promise<Record<string, string>> {
  const { selection } = await selectTests({ ...defaults, ...options }, testContext({ cwd: repo.path }));
  return Object.fromEntries(selection.files.map(({ path, reason }) => [path, reason]));
}

describe('what a change reaches', () => {
  test('tests that import it, directly or through others, with the way', async () => {
    await using repo = await tempRepo(single);
    await repo.write({ 'src/b.js': 'export const b = 2;\n' });
    expect(await select(repo)).toEqual({
      'test/a.test.js': 'imports src/a.js → src/b.js, which changed',
      'test/b.test.js': 'imports src/b.js, which changed',
    });
  });

  test('tests that start a program made from it', async () => {
    await using repo = await tempRepo(single);
    await repo.write({ 'src/c.js': 'export const c = 2;\n' });
    expect(await select(repo)).toEqual({
      'test/tool.test.js': 'starts tool, a program made from bin/tool.js, which imports src/c.js, which changed',
    });
  });

  test('tests that name a file which nothing imports', async () => {
    await using repo = await tempRepo(single);
    await repo.write({ 'test/fixtures/table.csv': '2\n' });
    expect(await select(repo)).toEqual({ 'test/data.test.js': 'names test/fixtures/table.csv, which changed' });
  });

  test('tests that name a file which only another language imports', async () => {
    await using repo = await tempRepo({
      ...single,
      'tools/make.py': 'import table\n',
      'tools/table.py': 'rows = 1\n',
      'test/py.test.js': "import { spawnSync } from 'node:child_process';\nspawnSync('python3', ['tools/table.py']);\n",
    });
    await repo.write({ 'tools/table.py': 'rows = 2\n' });
    expect(await select(repo)).toEqual({ 'test/py.test.js': 'names tools/table.py, which changed' });
  });

  test('all tests of the package, where nobody names it', async () => {
    await using repo = await tempRepo(single);
    await repo.write({ 'assets/logo.bin2': 'x' });
    const chosen = await select(repo);
    expect(Object.keys(chosen)).toHaveLength(4);
    expect(chosen['test/a.test.js']).toBe('assets/logo.bin2 changed, and what reads it is not known');
  });

  test('those that import what is gone, and a test that was moved', async () => {
    await using repo = await tempRepo(single);
    await repo.git('rm', '--quiet', 'src/b.js');
    await repo.git('mv', 'test/data.test.js', 'test/other.test.js');
    expect(await select(repo)).toEqual({
      'test/a.test.js': 'imports src/a.js, which imports what is gone: src/b.js',
      'test/b.test.js': 'imports what is gone: src/b.js',
      'test/other.test.js': 'changed',
    });
  });

  test('an untracked test, and a change that was committed on the branch', async () => {
    await using repo = await tempRepo(single);
    await repo.git('switch', '--quiet', '-c', 'work');
    await repo.commit('Change', { 'src/a.js': 'export const a = 3;\n' });
    await repo.write({ 'test/new.test.js': '' });
    expect(await select(repo)).toEqual({
      'test/a.test.js': 'imports src/a.js, which changed',
      'test/new.test.js': 'changed',
    });
  });

  test('nothing for documents and for sources that no test reaches; both are told', async () => {
    await using repo = await tempRepo({ ...single, 'src/lonely.js': '' });
    await repo.write({ 'README.md': '# Two\n', 'src/lonely.js': '1;\n' });
    const { selection } = await selectTests(defaults, testContext({ cwd: repo.path }));
    expect(selection).toMatchObject({
      mode: 'affected',
      files: [],
      ignored: [
        { path: 'README.md', reason: 'a document' },
        { path: 'src/lonely.js', reason: 'no test reaches it' },
      ],
    });
  });

  test.each([
    ['package-lock.json', '{}', 'the lock file changed (package-lock.json)'],
    ['tsconfig.json', '{}', 'the compiler configuration changed (tsconfig.json)'],
    [
      'package.json',
      '{"name":"one","scripts":{"test":"node --test"},"dependencies":{"x":"1"}}',
      'package.json changed: type, bin, dependencies',
    ],
  ])('everything when %s changed', async (path, text, reason) => {
    await using repo = await tempRepo(single);
    await repo.write({ [path]: text });
    const { selection } = await selectTests(defaults, testContext({ cwd: repo.path }));
    expect(selection).toMatchObject({ mode: 'all', reason });
    expect(selection.files).toHaveLength(4);
  });
});

const several = {
  'package.json': '{"name":"top","private":true,"scripts":{"test":"pnpm -r test"}}',
  'packages/a/package.json':
    '{"name":"@x/a","type":"module","exports":"./src/index.js","scripts":{"test":"node --test"}}',
  'packages/a/src/index.js': "export * from './one.js';\n",
  'packages/a/src/one.js': 'export const one = 1;\n',
  'packages/a/test/one.test.js': "import '../src/one.js';\n",
  'packages/a/test/two.test.js': '',
  'packages/b/package.json':
    '{"name":"@x/b","type":"module","dependencies":{"@x/a":"1"},"scripts":{"test":"node --test","lint":"true"}}',
  'packages/b/test/b.test.js': "import { one } from '@x/a';\n",
  'packages/b/test/integration/far.test.js': '',
  'packages/c/package.json': '{"name":"@x/c","dependencies":{"@x/b":"1"},"scripts":{"test":"node --test"}}',
  'packages/c/test/c.test.js': '',
};

describe('a workspace', () => {
  test('file by file across packages, through what a package exports', async () => {
    await using repo = await tempRepo(several);
    await repo.write({ 'packages/a/src/one.js': 'export const one = 2;\n' });
    expect(await select(repo)).toEqual({
      'packages/a/test/one.test.js': 'imports packages/a/src/one.js, which changed',
      'packages/b/test/b.test.js': 'imports packages/a/src/index.js → packages/a/src/one.js, which changed',
    });
  });

  test('package by package: all tests of what changed and of what depends on it', async () => {
    await using repo = await tempRepo(several);
    await repo.write({ 'packages/a/src/one.js': 'export const one = 2;\n' });
    expect(await select(repo, { level: 'packages' })).toEqual({
      'packages/a/test/one.test.js': 'packages/a/src/one.js changed',
      'packages/a/test/two.test.js': 'packages/a/src/one.js changed',
      'packages/b/test/b.test.js': 'its package depends on @x/a, which changed',
      'packages/b/test/integration/far.test.js': 'its package depends on @x/a, which changed',
      'packages/c/test/c.test.js': 'its package depends on @x/b, which depends on @x/a, which changed',
    });
  });

  test('a manifest whose exports changed concerns dependents; one whose description changed nobody', async () => {
    await using repo = await tempRepo(several);
    await repo.write({
      'packages/b/package.json': several['packages/b/package.json'].replace(
        '"dependencies"',
        '"exports":"./x.js","dependencies"',
      ),
    });
    expect(Object.keys(await select(repo))).toEqual([
      'packages/b/test/b.test.js',
      'packages/b/test/integration/far.test.js',
      'packages/c/test/c.test.js',
    ]);
    await repo.write({
      'packages/b/package.json': several['packages/b/package.json'].replace('{', '{"description":"B",'),
    });
    expect(await select(repo)).toEqual({});
  });

  test('by name: a file, a folder, a pattern, a part, and a source for the tests that reach it', async () => {
    await using repo = await tempRepo(several);
    const named = async (...names: string[]): Promise<string[]> => Object.keys(await select(repo, { names }));
    expect(await named('packages/a/test/two.test.js')).toEqual(['packages/a/test/two.test.js']);
    expect(await named('packages/b')).toHaveLength(2);
    expect(await named('packages/*/test/*.test.js')).toHaveLength(4);
    expect(await named('far')).toEqual(['packages/b/test/integration/far.test.js']);
    expect(await named('packages/a/src/one.js')).toEqual(['packages/a/test/one.test.js', 'packages/b/test/b.test.js']);
    const { selection } = await selectTests({ ...defaults, names: ['nowhere'] }, testContext({ cwd: repo.path }));
    expect(selection.ignored).toEqual([{ path: 'nowhere', reason: 'no test file has this name' }]);
  });

  test('--script is a package first, then a script', async () => {
    await using repo = await tempRepo(several);
    const context = testContext({ cwd: repo.path });
    const ofPackage = await selectTests({ ...defaults, script: 'a' }, context);
    expect(ofPackage.selection.files.map(({ package: owner }) => owner)).toEqual(['@x/a', '@x/a']);
    const ofScript = await selectTests({ ...defaults, script: 'lint', all: true }, context);
    expect(ofScript.selection.wholePackages).toEqual([{ package: '@x/b', reason: '--all' }]);
    await expect(selectTests({ ...defaults, script: 'nothing' }, context)).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_UNKNOWN_SCRIPT',
      message: expect.stringContaining('lint, test') as unknown,
    });
  });

  test('suites by what names tell, or by a pattern', async () => {
    await using repo = await tempRepo(several);
    const suite = async (...suites: string[]): Promise<string[]> =>
      Object.keys(await select(repo, { all: true, suites }));
    expect(await suite('integration')).toEqual(['packages/b/test/integration/far.test.js']);
    expect(await suite('unit')).toHaveLength(4);
    expect(await suite('mine=packages/a/**')).toHaveLength(2);
    await expect(select(repo, { all: true, suites: ['e2e'] })).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_SUITE_INVALID',
      message: 'No test file belongs to a suite e2e; suites that files name: integration',
    });
  });

  test('only some packages; an unknown one is told with those there are', async () => {
    await using repo = await tempRepo(several);
    expect(Object.keys(await select(repo, { all: true, packages: ['packages/c'] }))).toEqual([
      'packages/c/test/c.test.js',
    ]);
    await expect(select(repo, { all: true, packages: ['d'] })).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_UNKNOWN_PACKAGE',
    });
  });
});
