import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { tempFolder, type TempFolder } from '../src/index.ts';

const runner = fileURLToPath(new URL('../../jest-config/run-jest.js', import.meta.url));

const files = {
  'package.json': '{ "name": "sample", "type": "commonjs" }',
  'jest.config.js': 'module.exports = { testMatch: ["<rootDir>/test/*.test.js"], transform: {} };\n',
};

/** A test that makes a folder in the temporary one, and what it does then. */
const making = (then: string): string => `
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
test('makes a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  writeFileSync(join(folder, 'half.txt'), '');
  ${then}
});
`;

/** Runs the house's jest in a package with one test. */
async function runSample(test: string): Promise<{ exitCode: number | undefined; stderr: string; folder: TempFolder }> {
  const folder = await tempFolder({ ...files, 'test/sample.test.js': test, 'temporary/keep': '' });
  const TMPDIR = join(folder.path, 'temporary');
  const { exitCode, stderr } = await execa(process.execPath, [runner], {
    cwd: folder.path,
    env: { TMPDIR, TEMP: TMPDIR, TMP: TMPDIR, NO_COLOR: '1' },
    reject: false,
  });
  expect(existsSync(join(folder.path, 'node_modules/.cache/test-result.json'))).toBe(true);
  expect(await readdir(TMPDIR)).toEqual(['keep']);
  return { exitCode, stderr, folder };
}

test('tests that leave something in the temporary folder fail, though each of them passed, and are told what it is', async () => {
  const { exitCode, stderr, folder } = await runSample(making(''));
  await using _folder = folder;
  expect(stderr).toContain('Tests:       1 passed, 1 total');
  expect(stderr).toMatch(
    /The tests left in their temporary folder what they did not remove:\n {4}sample-\w+, with half\.txt\n?$/,
  );
  expect(exitCode).toBe(1);
  expect(await readFile(join(folder.path, 'node_modules/.cache/test-left.txt'), 'utf8')).toContain('sample-');
});

test('tests that clear up pass', async () => {
  const { exitCode, stderr, folder } = await runSample(making('rmSync(folder, { recursive: true });'));
  await using _folder = folder;
  expect(stderr).not.toContain('left in their temporary folder');
  expect(exitCode).toBe(0);
});

test('what is cleared up by a program that outlives the tests for a moment is not left', async () => {
  const then = `require('node:child_process').spawn('sh', ['-c', 'sleep 1; rm -r "$0"', folder], { detached: true, stdio: 'ignore' }).unref();`;
  const { exitCode, stderr, folder } = await runSample(making(then));
  await using _folder = folder;
  expect(stderr).not.toContain('left in their temporary folder');
  expect(exitCode).toBe(0);
});
