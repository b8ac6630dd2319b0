// pnpm test [turbo options]: runs the tests of every package through turbo, then says of each suite how it ended. The exit code
// is 0 only when every package that has tests has run them, now or in the cache, and none failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStyle } from '@cdev/core/cli';
import { collectSuites, type TurboRun } from './collect-suites.ts';
import { summaryText } from './summary-text.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const runs = join(root, '.turbo/runs');
/** One more than there are cores: tests also wait, for clocks and disks. */
const concurrency = `--concurrency=${availableParallelism() + 1}`;

rmSync(runs, { recursive: true, force: true });
// First what everything is built from, so that no suite waits for the build of what it needs while shorter ones go ahead.
await turbo('build', [concurrency, '--output-logs=errors-only']);
const status = await turbo('test', ['--summarize', concurrency, '--output-logs=new-only']);
const collected = collectSuites(root, readRun());
const style = createStyle(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined);
process.stdout.write(`\n${summaryText(collected, style)}`);
const failed = collected.notRun.length > 0 || collected.suites.some((suite) => suite.failed > 0);
process.exitCode = failed || status !== 0 ? 1 : 0;

/** @returns its exit code */
async function turbo(task: string, options: readonly string[]): Promise<number> {
  const program = join(root, 'node_modules/turbo/bin/turbo');
  const child = spawn(process.execPath, [program, 'run', task, '--continue', ...options, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
  // Ctrl-C reaches turbo as well, which ends its suites; what they have shown by then is still told.
  const ignored = (): void => {};
  process.on('SIGINT', ignored);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', ignored);
  return exitCode ?? 1;
}

function readRun(): TurboRun {
  const file = existsSync(runs) ? readdirSync(runs).find((name) => name.endsWith('.json')) : undefined;
  // turbo did not get as far as its first task.
  if (file === undefined) return { tasks: [] };
  return JSON.parse(readFileSync(join(runs, file), 'utf8')) as TurboRun;
}
