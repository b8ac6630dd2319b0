#!/usr/bin/env node
// Runs jest under ESM with a scrubbed environment and leaves a machine-readable result for the summary of the whole suite.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const resultFile = 'node_modules/.cache/test-result.json';
const isAsked = process.argv.some((word) => word.startsWith('--outputFile'));
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|command|execpath|node)|pnpm_|GIT_|CDEV_|TURBO_|LINEAR_|GITHUB_TOKEN|GH_TOKEN|INIT_CWD)/i.test(
        name,
      ),
  ),
);
// A result of an earlier run must not stand for this one when jest does not get as far as writing its own.
rmSync(resultFile, { force: true });
mkdirSync('node_modules/.cache', { recursive: true });
const result = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    // Whoever asks for a result of their own gets that one; jest takes one only.
    ...(isAsked ? [] : ['--json', `--outputFile=${resultFile}`]),
    ...process.argv.slice(2),
  ],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...environment,
      // Tests that run git see the identity and the settings of the house, not those of whoever runs them.
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: fileURLToPath(new URL('../test-kit/gitconfig', import.meta.url)),
      GIT_TERMINAL_PROMPT: '0',
      CDEV_HOUSE_TEST: '1',
    },
  },
);
process.exitCode = result.status ?? 1;
