// Shows that the prepared edits are what the demo says they are: every part good by itself (with what it needs before it), the first
// attempt that is meant to fail really failing, and all of them together. Run it with `node --conditions=@cdev/source`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDuration } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { applyPart } from './apply-part.ts';
import { parts, withPredecessors, type Part } from './part.ts';

export const applicationFolder = fileURLToPath(new URL('../application/', import.meta.url));

export interface VerifyOptions {
  /** A folder in which scratch copies of the application may be made. */
  readonly folder: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Applies only what the parts are allowed to write. */
  readonly stayInside: boolean;
}

export interface Verification {
  readonly passed: boolean;
  /** How many tests ran, failed ones included. */
  readonly tests: number;
  /** Names of the tests that failed, innermost ones. */
  readonly failures: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}

/** Tests a scratch copy of the application after the given parts, in order, have been applied to it. */
export async function verifyParts(chosen: readonly Part[], options: VerifyOptions): Promise<Verification> {
  const { folder, attempt, stayInside } = options;
  const worktree = await mkdtemp(join(folder, 'application '));
  await cp(applicationFolder, worktree, { recursive: true });
  for (const part of chosen) await applyPart({ part, worktree, attempt, stayInside });
  return runTests(worktree);
}

/** The application's own tests, as its package.json starts them. */
export async function runTests(worktree: string): Promise<Verification> {
  const args = ['--test', '--experimental-test-isolation=none', '--test-reporter=tap', 'test/**/*.test.ts'];
  const { ok, stdout, duration } = await run(process.execPath, args, {
    cwd: worktree,
    allowFailure: true,
    timeLimit: 60_000,
  });
  const tests = Number(/^# tests (\d+)$/m.exec(stdout)?.[1] ?? 0);
  return { passed: ok && tests > 0, tests, failures: failedTests(stdout), duration };
}

/** A group fails with each of its tests; only a test has a place in TAP that says what went wrong. */
function failedTests(tap: string): string[] {
  return [...tap.matchAll(/^ *not ok \d+ - (.*)$(?!\n +---\n +duration_ms: [\d.]+\n +type: 'suite')/gm)].map(
    ([, name]) => name ?? '',
  );
}

async function printVerifications(folder: string): Promise<boolean> {
  const expected = async (title: string, good: boolean, verification: Promise<Verification>): Promise<boolean> => {
    const { passed, tests, failures, duration } = await verification;
    const outcome = passed ? 'pass' : `fail: ${failures.join(', ')}`;
    console.log(
      `${passed === good ? 'as meant' : 'WRONG   '}  ${title}: ${tests} tests ${outcome} (${formatDuration(duration)})`,
    );
    return passed === good;
  };
  const right = { folder, attempt: 2, stayInside: false };
  const results = [
    await expected('the application', true, verifyParts([], right)),
    ...(await Promise.all(
      parts.map((part) =>
        expected(part.name, true, verifyParts(withPredecessors(part), { ...right, stayInside: true })),
      ),
    )),
    await expected('paged-search, first attempt', false, verifyParts([parts[1]!], { ...right, attempt: 1 })),
    await expected('all together', true, verifyParts(parts, right)),
  ];
  return results.every(Boolean);
}

if (import.meta.main) {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-demo-'));
  process.exitCode = (await printVerifications(folder)) ? 0 : 1;
  await rm(folder, { recursive: true });
}
