import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { redact } from '@cdev/core/log';
import { run, type RunResult } from '@cdev/core/subprocess';
import { readCheckResult, writeCheckResult, type CheckCache } from './check-cache.ts';
import { keepCheckLoad } from './check-load.ts';
import { measuredShell, readTimes } from './measured-shell.ts';
import { signalOfExit } from './signal-of-exit.ts';
import { countTests } from './test-count.ts';

/** A command that the project itself uses to tell whether it is well. */
export interface Check {
  readonly name: string;
  /** Run by the shell in the folder. */
  readonly command: string;
  /** Seconds. Default 600. */
  readonly timeLimit?: number | undefined;
}

/** `not-run`: nothing was checked, so nothing is known; never a pass. */
export type CheckStatus = 'passed' | 'failed' | 'timed-out' | 'not-run';

export interface CheckRun {
  readonly name: string;
  readonly command: string;
  readonly status: CheckStatus;
  /** Why it has that status, in a sentence. */
  readonly reason: string;
  readonly exitCode?: number | undefined;
  /** How many tests it told of; absent when its output says nothing about tests. */
  readonly tests?: number | undefined;
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds of processor time that it and what it started used; absent where the shell does not say. */
  readonly cpu?: number | undefined;
  /** The last lines of its output, redacted. */
  readonly tail: string;
  /** The whole output, where a log folder was given. */
  readonly log?: string | undefined;
  /** True when an earlier result for the same tree and command was used. */
  readonly cached: boolean;
}

export interface RunChecksOptions {
  /** The top of the working tree. */
  readonly cwd: string;
  readonly checks: readonly Check[];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where each check's output is kept. */
  readonly logFolder?: string | undefined;
  /** Results are taken from and kept in it, by tree and command. Only for a folder whose content *is* that tree. */
  readonly cache?: CheckCache | undefined;
  /** Ends the series at the first check that did not pass; the rest is `not-run`. */
  readonly stopAtFailure?: boolean | undefined;
  readonly onStart?: ((check: Check) => void) | undefined;
  readonly onEnd?: ((run: CheckRun) => void) | undefined;
}

/**
 * Runs checks one after the other. Never throws for a check that fails; an abort ends the series.
 * @throws CDEV_E_SUBPROCESS_CANCELLED
 */
export async function runChecks(options: RunChecksOptions): Promise<CheckRun[]> {
  const runs: CheckRun[] = [];
  for (const check of options.checks) {
    const stopped = options.stopAtFailure === true && runs.find(({ status }) => status !== 'passed');
    if (stopped) {
      runs.push({
        ...check,
        status: 'not-run',
        reason: `${stopped.name} did not pass before it`,
        duration: 0,
        tail: '',
        cached: false,
      });
      continue;
    }
    options.onStart?.(check);
    const result = await runCheck(check, options);
    options.onEnd?.(result);
    runs.push(result);
  }
  return runs;
}

async function runCheck(check: Check, options: RunChecksOptions): Promise<CheckRun> {
  const known = options.cache && (await readCheckResult(options.cache, check));
  if (known) return { ...known, name: check.name, cached: true };
  const { file, args } = measuredShell(check.command);
  const ended = await run(file, args, {
    cwd: options.cwd,
    // Colours and progress bars make the output unreadable for the count and for the report.
    env: { CI: 'true', NO_COLOR: '1', FORCE_COLOR: undefined, NODE_TEST_CONTEXT: undefined, ...options.env },
    signal: options.signal,
    timeLimit: (check.timeLimit ?? 600) * 1000,
    allowFailure: true,
  });
  const { stderr, cpu } = readTimes(ended.stderr);
  const result: Ended = { ...ended, stderr };
  const output = `${result.stdout}${result.stderr}`;
  const log =
    options.logFolder === undefined
      ? undefined
      : await keepOutput(join(options.logFolder, `${fileName(check.name)}.log`), check, result);
  const tests = countTests(output);
  const checked: CheckRun = {
    name: check.name,
    command: check.command,
    ...judge(result, tests, check),
    exitCode: result.exitCode,
    tests,
    duration: Math.round(result.duration),
    cpu,
    tail: output.trimEnd().split('\n').slice(-30).join('\n'),
    log,
    cached: false,
  };
  if (options.cache) await keepCheckLoad(options.cache, checked);
  if (options.cache) await writeCheckResult(options.cache, check, checked);
  return checked;
}

type Ended = Pick<RunResult, 'ok' | 'exitCode' | 'signal' | 'timedOut' | 'duration' | 'stdout' | 'stderr'>;

function judge(result: Ended, tests: number | undefined, check: Check): { status: CheckStatus; reason: string } {
  if (result.timedOut) return { status: 'timed-out', reason: `ended after ${check.timeLimit ?? 600} s` };
  // The shell's own words for "there is no such program": the check did not take place.
  if (result.exitCode === 127 || result.exitCode === 126)
    return { status: 'not-run', reason: 'the command was not found or may not be executed' };
  if (!result.ok) return { status: 'failed', reason: wordOfEnd(result) };
  if (tests === 0) return { status: 'not-run', reason: 'it ended well but ran no test' };
  return {
    status: 'passed',
    reason: tests === undefined ? 'exit code 0' : `${tests} ${tests === 1 ? 'test' : 'tests'}`,
  };
}

function wordOfEnd({ exitCode = 0, signal }: Ended): string {
  const name = signal ?? signalOfExit(exitCode);
  return name === undefined ? `exit code ${exitCode}` : `ended by ${name}`;
}

async function keepOutput(file: string, { command }: Check, result: Ended): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    `$ ${redact(command)}\n${result.stdout}${result.stderr === '' ? '' : `\n--- stderr ---\n${result.stderr}`}`,
  );
  return file;
}

function fileName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}
