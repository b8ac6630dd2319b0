import { execPath } from 'node:process';
import { join } from 'node:path';
import { scrubbedEnvironment, tempFolder } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { askDescription } from '../src/index.ts';

test.each<[string, string, boolean]>([
  [
    'a script that says it',
    'console.log(JSON.stringify({ schemaVersion: 1, commands: [], asked: process.argv[2] }))',
    true,
  ],
  ['one of a newer form', 'console.log(JSON.stringify({ schemaVersion: 2, commands: [] }))', false],
  ['one that prints something else', 'console.log("usage: x")', false],
  ['one that fails', 'process.exit(2)', false],
])('of %s: %j', async (_, source, isThere) => {
  await using folder = await tempFolder({ 'bin.js': source });
  const { path: cwd } = folder;
  const { description, start } = await askDescription({
    bin: join(cwd, 'bin.js'),
    node: execPath,
    cwd,
    env: scrubbedEnvironment(cwd),
    timeLimit: 60_000,
  });
  expect(description !== undefined).toBe(isThere);
  if (isThere) expect(description).toMatchObject({ asked: '--describe' });
  expect(start.brokenOff).toBeUndefined();
});
