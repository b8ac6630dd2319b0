#!/usr/bin/env node
// Runs jest under ESM with a scrubbed environment and leaves a machine-readable result for the summary of the whole suite.
// The tests have a temporary folder of their own; what they leave in it fails the suite.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.js';

const resultFile = 'node_modules/.cache/test-result.json';
const leftFile = 'node_modules/.cache/test-left.txt';
const isAsked = process.argv.some((word) => word.startsWith('--outputFile'));
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|command|execpath|node)|pnpm_|GIT_|CDEV_|TURBO_|LINEAR_|GITHUB_TOKEN|GH_TOKEN|INIT_CWD)/i.test(
        name,
      ),
  ),
);
// A result of an earlier run must not stand for this one when jest does not get as far as writing its own.
for (const file of [resultFile, 'node_modules/.cache/test-cpu.json']) rmSync(file, { force: true });
mkdirSync('node_modules/.cache', { recursive: true });
const temporary = temporaryFolder();
const child = spawn(
  process.execPath,
  [
    '--conditions=@cdev/source',
    // Each program that a test starts copies the page tables of this process: room for new objects that grows to 128 MB costs more than it spares.
    '--max-semi-space-size=2',
    '--single-threaded-gc',
    `--import=${new URL('hooks.js', import.meta.url).href}`,
    '--no-warnings',
    jest,
    `--cacheDirectory=${cache}jest`,
    // Whoever asks for a result of their own gets that one; jest takes one only.
    ...(isAsked ? [] : ['--json', `--outputFile=${resultFile}`]),
    ...process.argv.slice(2),
  ],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...environment,
      ...temporary.env,
      // Compiled once for all suites, and for the bins that they start.
      NODE_COMPILE_CACHE: `${cache}compiled`,
      // Tests that run git see the identity and the settings of the house, not those of whoever runs them.
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: fileURLToPath(new URL('../test-kit/gitconfig', import.meta.url)),
      GIT_TERMINAL_PROMPT: '0',
      CDEV_HOUSE_TEST: '1',
    },
  },
);
// Ctrl-C reaches jest as well; this process stays until it has ended, to clear up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
const [status, signal] = await once(child, 'exit');
const left = await temporary.close();
for (const line of left) process.stderr.write(`${line}\n`);
process.exitCode = status ?? 128 + constants.signals[signal];
if (left.length > 0 && process.exitCode === 0) process.exitCode = 1;
// Said once more at the end of the whole suite.
writeFileSync(leftFile, left.join('\n'));
