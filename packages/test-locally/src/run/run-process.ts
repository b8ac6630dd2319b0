import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { truncateText, type Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { scriptPath } from '../runners/find-program.ts';
import type { RawResult, RunRequest } from '../runners/runner.ts';
import { runners } from '../runners/runners.ts';
import { absolute, type PlannedProcess } from './plan-processes.ts';
import type { Process } from './test-run.ts';

export interface RunProcessOptions {
  readonly root: string;
  /** Folder for the results of this run. */
  readonly scratch: string;
  readonly coverage: boolean;
  readonly seed?: number | undefined;
  readonly bail: boolean;
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly attempt: number;
}

export interface EndedProcess {
  readonly planned: PlannedProcess;
  readonly facts: Process;
  /** Undefined when there is none that can be read; then there is a problem. */
  readonly result: RawResult | undefined;
  readonly problem?: string | undefined;
  /** The end of what it printed. */
  readonly output: string;
}

/** Variables of a runner that runs this one, which would make the inner runner believe that it is part of the outer. */
const notInherited = {
  NODE_TEST_CONTEXT: undefined,
  JEST_WORKER_ID: undefined,
  VITEST: undefined,
  VITEST_WORKER_ID: undefined,
  NODE_V8_COVERAGE: undefined,
  TAP: undefined,
  npm_lifecycle_event: undefined,
};

/**
 * Runs one process and reads what it found. A runner that fails is a result, not an error.
 * @throws CDEV_E_TEST_LOCALLY_RUNNER_MISSING, _COVERAGE_IMPOSSIBLE, CDEV_E_SUBPROCESS_NOT_STARTED, _CANCELLED
 */
export async function runProcess(
  planned: PlannedProcess,
  options: RunProcessOptions,
  context: Context,
): Promise<EndedProcess> {
  const [call] = planned.calls;
  if (!call) throw new Error('A process needs a call');
  const runner = runners[call.runner];
  const request: RunRequest = {
    calls: planned.calls,
    root: options.root,
    files: absolute(options.root, planned.files),
    scratch: await mkdtemp(join(options.scratch, 'process-')),
    // Some files alone would take the place of what all of them covered.
    coverage: options.coverage && options.attempt === 1,
    seed: options.seed,
    bail: options.bail,
  };
  const invocation = await runner.invoke(request);
  const task = context.progress.begin(labelOf(planned, options.attempt));
  context.log.debug('runner started', {
    cwd: invocation.cwd,
    command: [invocation.file, ...invocation.args].join(' '),
  });
  try {
    const ended = await run(invocation.file, invocation.args, {
      cwd: invocation.cwd,
      env: {
        ...notInherited,
        CI: context.env['CI'] ?? 'true',
        NO_COLOR: '1',
        FORCE_COLOR: undefined,
        ...invocation.env,
        PATH: scriptPath(call.folder, context.env['PATH']),
      },
      signal: context.signal,
      timeLimit: options.timeLimit,
      allowFailure: true,
      leftBehind: 'end',
      maxOutput: 50_000_000,
      onLine: (line) => {
        const text = stripControl(line).trim();
        if (text !== '') task.update(truncateText(text, 60));
      },
    });
    const result = await runner.read(request, ended);
    const problem = problemOf({ result, ended, timeLimit: options.timeLimit });
    (problem === undefined && !result?.tests.some(({ outcome }) => outcome === 'failed') ? task.done : task.failed)(
      result && `${result.tests.length} ${result.tests.length === 1 ? 'test' : 'tests'}`,
    );
    return {
      planned,
      facts: {
        runner: call.runner,
        packages: planned.calls.map((one) => one.package),
        files: planned.files?.length,
        attempt: options.attempt,
        exitCode: ended.exitCode,
        duration: Math.round(ended.duration),
      },
      result,
      problem,
      output: lastLines(stripControl(`${ended.stdout}\n${ended.stderr}`)),
    };
  } catch (error) {
    task.failed();
    throw error;
  }
}

interface Ended {
  readonly result: RawResult | undefined;
  readonly ended: {
    readonly exitCode: number | undefined;
    readonly signal: string | undefined;
    readonly timedOut: boolean;
  };
  readonly timeLimit: number;
}

/** What went wrong besides tests that failed. */
function problemOf({ result, ended, timeLimit }: Ended): string | undefined {
  const how = ended.exitCode === undefined ? `was ended by ${ended.signal}` : `ended with exit code ${ended.exitCode}`;
  if (ended.timedOut) return `the runner was ended after ${timeLimit / 1000} s`;
  if (!result) return `the runner ${how} and left no result`;
  if (ended.exitCode === 0 || result.tests.some(({ outcome }) => outcome === 'failed')) return undefined;
  // Runners call it a failure when they have nothing to do; that is told as such, by the files that were not run.
  return result.tests.length === 0 ? undefined : `the runner ${how} although no test failed`;
}

function labelOf({ calls, files }: PlannedProcess, attempt: number): string {
  const [call] = calls;
  const where = calls.length === 1 ? call?.package : `${calls.length} packages`;
  const what =
    files === undefined ? 'its own choice of files' : `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return `${call?.runner}  ${where}, ${what}${attempt === 1 ? '' : `, attempt ${attempt}`}`;
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-30).join('\n');
}
