// pnpm test [turbo options]: runs the tests of every package through turbo, then says of each suite how it ended. The exit code
// is 0 only when every package that has tests has run them, now or in the cache, and none failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStyle } from '@cdev/core/cli';
import { collectSuites, type TurboRun } from './collect-suites.ts';
import { summaryText } from './summary-text.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const runs = join(root, '.turbo/runs');
rmSync(runs, { recursive: true, force: true });
const turbo = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/turbo/bin/turbo'),
    'run',
    'test',
    '--continue',
    '--summarize',
    // One more than the two cores that it has to be quick on: tests also wait, for clocks and disks.
    '--concurrency=3',
    '--output-logs=new-only',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  },
);
const collected = collectSuites(root, readRun());
const style = createStyle(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined);
process.stdout.write(`\n${summaryText(collected, style)}`);
const failed = collected.notRun.length > 0 || collected.suites.some((suite) => suite.failed > 0);
process.exitCode = failed || turbo.status !== 0 ? 1 : 0;

function readRun(): TurboRun {
  const file = existsSync(runs) ? readdirSync(runs).find((name) => name.endsWith('.json')) : undefined;
  // turbo did not get as far as its first task.
  if (file === undefined) return { tasks: [] };
  return JSON.parse(readFileSync(join(runs, file), 'utf8')) as TurboRun;
}
