import { readFile, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { redact } from '@cdev/core/log';
import { endProcessGroup, type OutputStream } from '@cdev/core/subprocess';
import { isProcessAlive } from '@cdev/git';
import { signalOfExit } from '@cdev/project-checks';
import type { AgentLog } from '../attempt/agent-log.ts';
import type { ProcessEnd } from '../attempt/judge.ts';
import { createTold } from '../attempt/told.ts';
import type { AgentActivity, Driver } from '../drivers/index.ts';
import { errors } from '../errors.ts';
import { bootId } from './boot-id.ts';
import { followFile, type FollowedFile } from './follow-file.ts';
import type { Logged } from './logged-lines.ts';
import { outputFiles } from './output-files.ts';

export interface HearOptions {
  readonly agent: string;
  readonly driver: Pick<Driver, 'readLine' | 'readErrorLine'>;
  readonly log: AgentLog;
  readonly pid: number;
  readonly startTime: string;
  /** The start of the machine in which it was started. */
  readonly boot: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly grace: number;
  readonly signal: AbortSignal;
  /** Bytes of its stdout of which the journal has all. */
  readonly heard: number;
  /** Lines that its log has already. */
  readonly logged: Logged;
  readonly onActivity: (activity: AgentActivity) => void;
  /** The same for what the journal has already. */
  readonly onOldActivity: (activity: AgentActivity) => void;
  /** All up to this byte of its stdout has been told. */
  readonly onHeard: (bytes: number) => void;
}

/** Milliseconds between two looks. */
const interval = 200;

/**
 * Listens to an agent that writes into files until it has ended, from wherever an earlier process left off: what the journal and the log have already is read
 * once more for the verdict, and told to nobody.
 * @throws CDEV_E_SPAWN_LEFT_AT_WORK when the terminal is gone: it goes on
 */
export async function hear(options: HearOptions): Promise<ProcessEnd> {
  const { agent, log, driver, pid, startTime, boot, startedAt, timeLimit, grace, signal, heard, logged } = options;
  const files = outputFiles(log.file);
  const told = createTold(driver);
  let known = heard;
  const cut: Record<OutputStream, boolean> = { stdout: false, stderr: false };
  const count: Record<OutputStream, number> = { stdout: 0, stderr: 0 };
  const onCut = (stream: OutputStream, size: number, lost: number): void => {
    cut[stream] = true;
    const text = `its ${stream} was cut by ${lost} bytes that had been heard; it goes on from there`;
    log.note(text);
    if (stream === 'stderr') return;
    known = size;
    options.onActivity({ kind: 'message', text });
    options.onHeard(size);
  };
  await using stdout = followFile(files.stdout, { heard, onCut: (...told) => onCut('stdout', ...told) });
  await using stderr = followFile(files.stderr, { onCut: (...told) => onCut('stderr', ...told) });
  const read = async (stream: OutputStream, file: FollowedFile, isLast: boolean): Promise<void> => {
    for await (const { text, end } of file.read(isLast)) {
      const line = redact(text);
      const isOld = stream === 'stdout' && end <= known;
      count[stream] += 1;
      if (cut[stream] ? !isOld : count[stream] > logged[stream]) log.line(line, stream);
      told.read(line, stream).forEach(isOld ? options.onOldActivity : options.onActivity);
      if (stream === 'stdout' && !isOld) options.onHeard(end);
    }
  };
  const isAlive = (): boolean => boot === bootId() && isProcessAlive(pid, startTime);
  let ending: 'cancelled' | 'timed-out' | undefined;
  for (;;) {
    // Asked before it is read: then all that it wrote is there.
    const hasEnded = !isAlive();
    await read('stdout', stdout, hasEnded);
    await read('stderr', stderr, hasEnded);
    if (hasEnded) break;
    if (signal.aborted && signal.reason === 'SIGHUP') throw errors.make('CDEV_E_SPAWN_LEFT_AT_WORK', { agent });
    if (signal.aborted) ending = 'cancelled';
    else if (Date.now() - startedAt >= timeLimit) ending = 'timed-out';
    if (ending === undefined) await pause(interval, undefined, { signal }).catch(() => {});
    else await endProcessGroup(pid, grace);
  }
  return {
    ...(await exitOf(files.exit)),
    timedOut: ending === 'timed-out',
    cancelled: ending === 'cancelled',
    duration: Math.max(0, (await endedAt(files.exit)) - startedAt),
    ...told.summary(),
  };
}

async function exitOf(file: string): Promise<Pick<ProcessEnd, 'exitCode' | 'signal' | 'isUnseen'>> {
  const text = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (!/^\d+$/.test(text)) return { isUnseen: true };
  const code = Number(text);
  const signal = signalOfExit(code);
  return signal === undefined ? { exitCode: code } : { signal };
}

/** Rounded, in milliseconds since 1970. */
async function endedAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return Math.round(found?.mtimeMs ?? Date.now());
}
