import { expect, test } from '@jest/globals';
import { runBin, transcript } from '@cdev/test-kit';
import { nodeProject } from './test-project.ts';

const imports = "import test from 'node:test';\nimport assert from 'node:assert';\n";

test('runs what a change reaches, says why, and shows what failed', async () => {
  await using repo = await nodeProject({
    'src/add.js': 'export const add = (a, b) => a + b;\n',
    'test/add.test.js': `${imports}import { add } from '../src/add.js';\ntest('adds', () => { assert.ok(add(1, 2) === 3); });\ntest('is odd', () => { throw new Error('it is even'); });\n`,
    'test/other.test.js': `${imports}test('other', () => {});\n`,
  });
  await repo.write({ 'src/add.js': 'export const add = (a, b) => b + a;\n' });
  const run = await runBin('test-locally', ['--concurrency', '1'], { cwd: repo.path });
  const shown = transcript(run).replaceAll(/\n {10}at .*/g, '');
  expect(shown).toMatchInlineSnapshot(`
"$ cdev-test-locally --concurrency 1
exit 1
--- stdout
1 test file that 1 changed file since HEAD (<hash>; main is the only branch, so uncommitted changes are what counts) reaches

  ✗  test/add.test.js  2 tests  <duration>  imports src/add.js, which changed

Failed
  ✗ test/add.test.js:5  is odd
      Error: it is even

1 passed, 1 failed (<duration>)
--- stderr
✓ Choosing tests  1 file  <duration>
✗ node:test  one, 1 file  2 tests  <duration>
"
`);
});

test('says plainly that nothing ran', async () => {
  await using repo = await nodeProject({ 'test/a.test.js': `${imports}test('a', () => {});\n` });
  expect(transcript(await runBin('test-locally', [], { cwd: repo.path }))).toMatchInlineSnapshot(`
"$ cdev-test-locally
exit 1
--- stdout
0 test files: nothing changed since HEAD (<hash>; main is the only branch, so uncommitted changes are what counts)

No test ran. 0 passed, 0 failed (<duration>)
  → Everything: --all. When it is well that there is nothing to run: --pass-with-no-tests
--- stderr
✓ Choosing tests  0 files  <duration>
"
`);
});

test('lists without running', async () => {
  await using repo = await nodeProject({
    'test/a.test.js': `${imports}test('a', () => { throw new Error('ran'); });\n`,
  });
  expect(transcript(await runBin('test-locally', ['--all', '--list', '--quiet'], { cwd: repo.path })))
    .toMatchInlineSnapshot(`
"$ cdev-test-locally --all --list --quiet
exit 0
--- stdout
1 test file (everything: --all)

  ·  test/a.test.js  node:test

1 test file would run
"
`);
});
