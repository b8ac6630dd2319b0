#!/usr/bin/env node
// Runs jest under ESM with a scrubbed environment and leaves a machine-readable result for the summary of the whole suite.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|command|execpath|node)|pnpm_|GIT_|CDEV_|LINEAR_|GITHUB_TOKEN|GH_TOKEN|INIT_CWD)/i.test(
        name,
      ),
  ),
);
mkdirSync('node_modules/.cache', { recursive: true });
const result = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    '--json',
    '--outputFile=node_modules/.cache/test-result.json',
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'], env: { ...environment, CDEV_HOUSE_TEST: '1' } },
);
process.exitCode = result.status ?? 1;
