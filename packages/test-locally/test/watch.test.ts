import { expect, test } from '@jest/globals';
import { silentLive, silentProgress } from '@cdev/core/cli';
import { testContext } from '@cdev/test-kit';
import { defaults, nodeProject } from './test-project.ts';
import type { TestRun } from '../src/run/test-run.ts';
import { watchTests } from '../src/watch/watch-tests.ts';

const imports = "import test from 'node:test';\nimport assert from 'node:assert';\n";

test('at a change runs what it reaches, keeps what failed, and ends with the last outcome', async () => {
  await using repo = await nodeProject({
    'src/a.js': 'export const a = 1;\n',
    'test/a.test.js': `${imports}import { a } from '../src/a.js';\ntest('a', () => { assert.equal(a, 1); });\n`,
    'test/b.test.js': `${imports}test('b', () => {});\n`,
  });
  const abort = new AbortController();
  const runs: TestRun[] = [];
  const steps: (() => Promise<void>)[] = [
    // Breaks one test, then touches another, then mends the first.
    () => repo.write({ 'src/a.js': 'export const a = 2;\n' }),
    () => repo.write({ 'test/b.test.js': `${imports}test('b is new', () => {});\n` }),
    () => repo.write({ 'src/a.js': 'export const a = 1;\n' }),
    async () => abort.abort('SIGINT'),
  ];
  const context = testContext({
    cwd: repo.path,
    signal: abort.signal,
    live: { ...silentLive, append: async (result) => void runs.push(result as TestRun) },
    progress: { ...silentProgress, note: (text) => void (text.startsWith('Waiting') && steps.shift()?.()) },
  });
  const outcome = await watchTests({ ...defaults, all: true }, context);
  expect(
    runs.map(({ files, counts }) => [files.map(({ path, reason }) => `${path}: ${reason}`).sort(), counts.failed]),
  ).toEqual([
    [['test/a.test.js: --all', 'test/b.test.js: --all'], 0],
    [['test/a.test.js: imports src/a.js, which changed'], 1],
    [['test/a.test.js: failed before', 'test/b.test.js: changed'], 1],
    [['test/a.test.js: imports src/a.js, which changed'], 0],
  ]);
  expect(outcome.status).toBe('ok');
});
