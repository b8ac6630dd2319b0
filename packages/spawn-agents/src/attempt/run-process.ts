import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import { run, type RunResult } from '@cdev/core/subprocess';
import type { AgentActivity, CommandLine, Driver } from '../drivers/index.ts';
import type { AgentLog } from './agent-log.ts';
import type { ProcessEnd } from './judge.ts';
import { createTalk, type ConversationSetting } from './talk.ts';
import { createTold } from './told.ts';

export interface RunProcessOptions {
  readonly commandLine: CommandLine;
  /** Understands its lines. */
  readonly driver: Pick<Driver, 'readLine' | 'readErrorLine' | 'converse'>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: AgentLog;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** Milliseconds between the polite and the forced end. */
  readonly grace: number;
  readonly signal: AbortSignal;
  /** For a driver that converses with its program. */
  readonly conversation?: ConversationSetting | undefined;
  readonly onStart: (pid: number) => void;
  readonly onActivity: (activity: AgentActivity) => void;
}

/** Runs an agent's process to its end, its lines into the log and what they tell to `onActivity`. @throws CDEV_E_SUBPROCESS_NOT_STARTED */
export async function runProcess(options: RunProcessOptions): Promise<ProcessEnd> {
  const { commandLine, cwd, env, log, timeLimit, grace, signal, onStart, onActivity, conversation, driver } = options;
  const { converse } = driver;
  const told = createTold(driver);
  const started = performance.now();
  const saidAll = new AbortController();
  const onLine = (line: string): void => {
    log.line(line, 'stdout');
    told.read(line, 'stdout').forEach(onActivity);
  };
  const talk = converse && conversation && createTalk(converse, conversation, { onLine, signal });
  // Such programs wait for the next word until somebody ends them.
  void talk?.ended.then(() => pause(patience, undefined, { ref: false })).then(() => saidAll.abort());
  const end = (result?: RunResult): ProcessEnd => {
    const hasSaidAll = talk?.isEnded() === true && !signal.aborted && result?.timedOut !== true;
    return {
      exitCode: hasSaidAll ? 0 : result?.exitCode,
      signal: hasSaidAll ? undefined : result?.signal,
      timedOut: result?.timedOut ?? false,
      cancelled: result === undefined && !hasSaidAll,
      duration: Math.round(performance.now() - started),
      ...told.summary(),
    };
  };
  try {
    const result = await run(commandLine.file, commandLine.args, {
      cwd,
      env: { ...env, ...commandLine.env },
      timeLimit,
      grace,
      signal: AbortSignal.any([signal, saidAll.signal]),
      leftBehind: 'end',
      allowFailure: true,
      // All of it is in the log.
      maxOutput: 64_000,
      onStart,
      ...(talk && {
        onStdin: talk.begin,
        onRawLine: (line: string, stream: string) => void (stream === 'stdout' && talk.hear(line)),
      }),
      onLine: (line, stream) => {
        log.line(line, stream);
        told.read(line, stream).forEach(onActivity);
      },
    });
    talk?.close();
    await talk?.ended;
    return end(result);
  } catch (error) {
    talk?.close();
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_CANCELLED')) return end();
    throw error;
  }
}

/** Milliseconds that a program has to end by itself when all has been said. */
const patience = 1000;
