import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { nodeProject, runHere, statuses } from './test-project.ts';

const imports =
  "import test from 'node:test';\nimport assert from 'node:assert';\nimport { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';\n";
const passing = `${imports}test('works', () => {});\n`;
const failing = `${imports}test('is one', () => { assert.equal(2, 1); });\n`;
/** Fails the first time it runs in a folder, and passes from then on. */
const flaky = `${imports}const mark = new URL('./mark', import.meta.url);
test('is steady', () => {});
test('is flaky', () => {
  if (existsSync(mark)) return;
  writeFileSync(mark, '');
  throw new Error('not yet');
});
`;

describe('with node:test', () => {
  test('tells every test with its file, group, outcome and failure', async () => {
    await using repo = await nodeProject({
      'test/a.test.js': `${imports}import { describe } from 'node:test';
describe('group', () => {
  test('passes', () => {});
  test('fails', () => { assert.equal(2, 1); });
  test('is left out', { skip: true }, () => {});
  test('is to come', { todo: true }, () => {});
});
test('has parts', async (t) => { await t.test('part', () => {}); });
`,
    });
    const { result, status } = await runHere(repo);
    expect(status).toBe('findings');
    expect(statuses(result)).toEqual({
      'group › passes': 'passed',
      'group › fails': 'failed',
      'group › is left out': 'skipped',
      'group › is to come': 'todo',
      'has parts › part': 'passed',
      'has parts': 'passed',
    });
    expect(result.tests.find(({ status: one }) => one === 'failed')).toMatchObject({
      package: 'one',
      runner: 'node:test',
      file: 'test/a.test.js',
      attempts: [{ outcome: 'failed', failure: expect.stringContaining('2 == 1') as unknown }],
    });
    expect(result.files).toMatchObject([{ path: 'test/a.test.js', status: 'failed', reason: '--all' }]);
  });

  test('runs only what a change reaches', async () => {
    await using repo = await nodeProject({
      'src/a.js': 'export const a = 1;\n',
      'test/a.test.js': `import '../src/a.js';\n${passing}`,
      'test/b.test.js': failing,
    });
    await repo.write({ 'src/a.js': 'export const a = 2;\n' });
    const { result, status } = await runHere(repo, { all: false });
    expect(status).toBe('ok');
    expect(result.files).toMatchObject([
      { path: 'test/a.test.js', status: 'passed', reason: 'imports src/a.js, which changed' },
    ]);
  });

  test('a file that cannot be loaded has failed, and one without tests counts as one that ended well', async () => {
    await using repo = await nodeProject({ 'test/a.test.js': 'import "./nowhere.js";\n', 'test/b.test.js': '1;\n' });
    const { result } = await runHere(repo);
    expect(result.files.map(({ path, status }) => [path, status])).toEqual([
      ['test/a.test.js', 'failed'],
      ['test/b.test.js', 'passed'],
    ]);
    expect(result.tests[0]?.attempts[0]?.failure).toContain('ERR_MODULE_NOT_FOUND');
  });

  test('keeps both outcomes of a test that passes when it is tried again', async () => {
    await using repo = await nodeProject({ 'test/a.test.js': flaky, 'test/b.test.js': passing });
    const { result, status } = await runHere(repo, { retry: 2 });
    expect(status).toBe('ok');
    expect(result.counts).toMatchObject({ passed: 2, failed: 0, flaky: 1 });
    expect(result.tests.find(({ name }) => name === 'is flaky')).toMatchObject({
      status: 'flaky',
      attempts: [{ outcome: 'failed', failure: expect.stringContaining('not yet') as unknown }, { outcome: 'passed' }],
    });
    expect(result.processes.map(({ attempt, files }) => [attempt, files])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('calls a flaky test a finding when asked to, and a test that fails each time failed', async () => {
    await using repo = await nodeProject({ 'test/a.test.js': flaky });
    expect((await runHere(repo, { retry: 1, failOnFlaky: true })).status).toBe('findings');
    await repo.write({ 'test/a.test.js': failing });
    const { result } = await runHere(repo, { retry: 1 });
    expect(result.tests[0]).toMatchObject({
      status: 'failed',
      attempts: [{ outcome: 'failed' }, { outcome: 'failed' }],
    });
  });

  test('repeats until it fails, and a test with two outcomes is a finding then', async () => {
    const counting = `${imports}const count = new URL('./count', import.meta.url);
test('fails the third time', () => {
  appendFileSync(count, 'x');
  assert.notEqual(readFileSync(count, 'utf8').length, 3);
});
`;
    await using repo = await nodeProject({ 'test/a.test.js': counting });
    const { result, status } = await runHere(repo, { repeat: 5, untilFail: true });
    expect({ status, rounds: result.rounds, ...result.counts }).toMatchObject({
      status: 'findings',
      rounds: 3,
      flaky: 1,
    });
    expect(result.tests[0]?.attempts.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'failed']);
  });

  test('every file is in exactly one shard', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 7 }, (_, at) => [`test/${at}.test.js`, passing + ' '.repeat(at * 50)]),
    );
    await using repo = await nodeProject(files);
    const shards = await Promise.all(
      [1, 2, 3].map(async (index) =>
        (await runHere(repo, { list: true, shard: `${index}/3` })).result.files.map(({ path }) => path),
      ),
    );
    expect(new Set(shards.map(({ length }) => length))).toEqual(new Set([2, 3]));
    expect(shards.flat().sort()).toEqual(Object.keys(files).sort());
  });

  test('runs pretest first, and no test when that fails', async () => {
    await using repo = await tempRepo({
      'package.json': JSON.stringify({
        name: 'one',
        scripts: { pretest: 'echo built > built.txt', test: 'node --test' },
      }),
      'test/a.test.js': "require('node:fs').readFileSync(require('node:path').join(__dirname, '../built.txt'));\n",
    });
    expect((await runHere(repo)).status).toBe('ok');
    await repo.write({
      'package.json': JSON.stringify({
        name: 'one',
        scripts: { pretest: 'echo broken >&2; exit 7', test: 'node --test' },
      }),
    });
    const { result, status } = await runHere(repo);
    expect(status).toBe('findings');
    expect(result.problems).toEqual([
      {
        package: 'one',
        problem: expect.stringContaining('pretest ended with exit code 7') as unknown,
        output: 'broken',
      },
    ]);
    expect(result.files).toMatchObject([{ status: 'not-run' }]);
  });

  test('measures coverage', async () => {
    await using repo = await nodeProject({
      'src/a.js': 'export function a(x) {\n  return x;\n}\nexport function b() {\n  return 1;\n}\n',
      'test/a.test.js': `${imports}import { a } from '../src/a.js';\ntest('a', () => { a(1); });\n`,
    });
    const { result } = await runHere(repo, { coverage: true });
    expect(result.coverage).toMatchObject([
      { packages: ['one'], coverage: { functions: expect.any(Number) as unknown } },
    ]);
  });

  test('coverage is that of all files, not of those that were tried again', async () => {
    await using repo = await nodeProject({
      'src/a.js': 'export function a(x) {\n  return x;\n}\n',
      'src/b.js': 'export function b() {\n  return 1;\n}\nexport function c() {\n  return 1;\n}\n',
      'test/a.test.js': `${imports}import { a } from '../src/a.js';\ntest('a', () => { assert.equal(a(1), 2); });\n`,
      'test/b.test.js': `${imports}import { b } from '../src/b.js';\ntest('b', () => { b(); });\n`,
    });
    const once = await runHere(repo, { coverage: true });
    const { coverage, processes } = (await runHere(repo, { coverage: true, retry: 1 })).result;
    expect(processes).toHaveLength(2);
    expect(coverage).toEqual(once.result.coverage);
    expect(coverage).toHaveLength(1);
  });

  test('writes JUnit and Markdown, and annotations on GitHub', async () => {
    await using repo = await nodeProject({ 'test/a.test.js': failing });
    const summary = join(repo.path, 'page.md');
    await writeFile(summary, 'before\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { result } = await runHere(repo, { junit: 'reports/junit.xml' }, { env });
    expect(await readFile(join(repo.path, 'reports/junit.xml'), 'utf8')).toContain(
      '<testcase name="is one" classname="one" file="test/a.test.js"',
    );
    expect(await readFile(summary, 'utf8')).toMatch(/^before\n## Tests: 0 passed, 1 failed\n/);
    expect(result.annotations).toEqual([
      expect.stringMatching(/^::error file=test\/a\.test\.js,line=4,title=is one::/),
    ]);
    // In /proc nobody makes a folder, and the system says that it is not there.
    for (const junit of ['package.json/x.xml', '/proc/cdev/x.xml'])
      await expect(runHere(repo, { junit })).rejects.toMatchObject({
        code: 'CDEV_E_TEST_LOCALLY_REPORT_UNWRITABLE',
      });
  });

  test('begins with what failed last time, then the longest', async () => {
    await using repo = await nodeProject({
      'test/a.test.js': passing,
      'test/b.test.js': failing,
      'test/c.test.js': passing,
    });
    await runHere(repo);
    const { result } = await runHere(repo, { list: true });
    expect(result.files[0]?.path).toBe('test/b.test.js');
    const history = await readFile(join(repo.path, '.git/cdev/test-durations.ndjson'), 'utf8');
    expect(
      history
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toContainEqual(
      expect.objectContaining({ path: 'test/b.test.js', status: 'failed', at: '2026-01-01T00:00:00.000Z' }),
    );
  });
});
