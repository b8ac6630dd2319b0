import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { defaults, nodeProject, runHere } from './test-project.ts';

const passing = "import test from 'node:test';\ntest('works', () => {});\n";

describe('when there is nothing to run', () => {
  test('says so and is no success, unless that was allowed', async () => {
    await using repo = await nodeProject({ 'test/a.test.js': passing });
    const { result, status } = await runHere(repo, { all: false });
    expect({ status, files: result.files, counts: result.counts.passed }).toEqual({
      status: 'findings',
      files: [],
      counts: 0,
    });
    expect((await runHere(repo, { all: false, passWithNoTests: true })).status).toBe('ok');
    expect((await runHere(repo, { all: false, names: ['nowhere'] })).status).toBe('findings');
  });

  test('a test command of another kind that ran no test is no success either', async () => {
    const script = (test: string): string => JSON.stringify({ name: 'one', scripts: { test } });
    await using repo = await tempRepo({ 'package.json': script('echo "# tests 0"') });
    expect((await runHere(repo)).status).toBe('findings');
    await repo.write({ 'package.json': script('echo "# tests 3"') });
    expect(await runHere(repo)).toMatchObject({
      status: 'ok',
      result: { tests: [{ name: 'echo "# tests 3" (3 tests by its own count)' }] },
    });
    await repo.write({ 'package.json': script('echo "# tests 3"; exit 2') });
    expect((await runHere(repo)).result.counts.failed).toBe(1);
    await repo.write({ 'package.json': script('there-is-no-such-program') });
    expect((await runHere(repo)).result.problems).toHaveLength(1);
  });

  test('a project that says nowhere how it is tested', async () => {
    await using repo = await tempRepo({ 'package.json': '{"name":"one"}' });
    await expect(runHere(repo)).rejects.toMatchObject({ code: 'CDEV_E_TEST_LOCALLY_NO_RUNNER', kind: 'usage' });
    await using folder = await tempFolder({ 'a.txt': '' });
    await expect(runHere(folder)).rejects.toMatchObject({ code: 'CDEV_E_TEST_LOCALLY_NO_PACKAGE' });
  });

  test('a bare repository, whose files are in commits only', async () => {
    await using repo = await tempRepo(
      { 'package.json': '{"name":"one","scripts":{"test":"node --test"}}' },
      { bare: true },
    );
    await expect(runHere(repo)).rejects.toMatchObject({ code: 'CDEV_E_TEST_LOCALLY_NO_PACKAGE', kind: 'usage' });
  });

  test('the top of a workspace has a runner for its members, and is not run as well', async () => {
    const top = '{"name":"top","workspaces":["packages/*"],"devDependencies":{"vitest":"^4"}}';
    const member = '{"name":"member","scripts":{"test":"vitest run"}}';
    await using repo = await tempRepo({ 'package.json': top });
    const list = async (): Promise<unknown> => (await runHere(repo, { list: true })).result.selection;
    expect(await list()).toMatchObject({ files: [], wholePackages: [{ package: 'top' }] });
    await repo.commit('A member', { 'packages/member/package.json': member, 'packages/member/test/a.test.js': '' });
    expect(await list()).toMatchObject({ files: [{ package: 'member' }], wholePackages: [] });
  });

  test('a package.json that is no JSON', async () => {
    await using repo = await tempRepo({ 'package.json': '{"name":' });
    await expect(runHere(repo)).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_MANIFEST_INVALID',
      message: 'package.json cannot be read, or is not a JSON object',
    });
  });

  test('a runner that is not installed', async () => {
    await using repo = await tempRepo({ 'package.json': '{"name":"one","scripts":{"test":"mocha"}}', 'test/a.js': '' });
    await expect(runHere(repo)).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_RUNNER_MISSING',
      kind: 'environment',
    });
  });
});

describe('options', () => {
  test.each([
    [{ retry: -1 }, 'CDEV_E_TEST_LOCALLY_NUMBER_INVALID'],
    [{ repeat: 0 }, 'CDEV_E_TEST_LOCALLY_NUMBER_INVALID'],
    [{ concurrency: 1.5 }, 'CDEV_E_TEST_LOCALLY_NUMBER_INVALID'],
    [{ shard: '4/3' }, 'CDEV_E_TEST_LOCALLY_SHARD_INVALID'],
    [{ shard: 'one' }, 'CDEV_E_TEST_LOCALLY_SHARD_INVALID'],
    [{ since: 'main' }, 'CDEV_E_TEST_LOCALLY_OPTIONS_CONTRADICT'],
    [{ names: ['a'] }, 'CDEV_E_TEST_LOCALLY_OPTIONS_CONTRADICT'],
    [{ retry: 1, repeat: 2 }, 'CDEV_E_TEST_LOCALLY_OPTIONS_CONTRADICT'],
  ])('%j is refused', async (options, code) => {
    await expect(runHere({ path: '/' }, { ...defaults, ...options })).rejects.toMatchObject({ code, kind: 'usage' });
  });
});
