import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import { isAtWork, type AgentState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { agentOf } from '@cdev/deployment-plan';
import { parseLogLine, type LogLine } from './attempt/agent-log.ts';
import { driverRecorded, type AgentActivity } from './drivers/index.ts';
import { errors } from './errors.ts';
import { openRun, readState } from './open-run.ts';

export interface AttachOptions {
  readonly agent: string;
  readonly plan: string | undefined;
  /** The lines as they are in the log, and not what they tell. */
  readonly isRaw: boolean;
}

/** Milliseconds to wait for the verdict on an agent that has ended. */
const patience = 10_000;

/** What is shown: one line of the log, or at the end how it ended. */
export interface AttachView {
  readonly agent: string;
  readonly attempt: number;
  readonly line?: LogLine | undefined;
  readonly activities?: readonly AgentActivity[] | undefined;
  readonly ended?: { readonly verdict: string; readonly reason: string | undefined } | undefined;
}

/**
 * Shows what an agent says: all of its last attempt so far, then each line as it comes, until the attempt ends.
 * @throws CDEV_E_SPAWN_NO_LOG, CDEV_E_PLAN_AGENT_UNKNOWN
 */
export async function attachAgent(options: AttachOptions, context: Context): Promise<Outcome<AttachView>> {
  const { agent, isRaw } = options;
  const run = await openRun(options.plan, context);
  agentOf(run.plan, agent);
  const state = async (): Promise<AgentState> => (await readState(run)).agents.get(agent) as AgentState;
  const first = await state();
  const { log, attempt } = first;
  if (log === undefined) throw errors.make('CDEV_E_SPAWN_NO_LOG', { agent });
  const driver = driverRecorded(first.driver);
  let goneSince: number | undefined;
  const isOpen = async (): Promise<boolean> => {
    const now = await state();
    const { status, attempt: current } = now;
    if (status !== 'running' || current !== attempt) return false;
    // Its process has ended and its verdict is on its way; unless nobody is there any more to give one.
    goneSince = isAtWork(now) ? undefined : (goneSince ?? performance.now());
    return goneSince === undefined || performance.now() - goneSince < patience;
  };
  await followLines(log, {
    signal: context.signal,
    isOpen,
    onLine: async (text) => {
      const line = parseLogLine(text);
      const activities = line.from === 'agent' && !isRaw ? driver.readLine(line.text) : undefined;
      const isSilent = !isRaw && (activities?.every(({ kind }) => kind === 'session' || kind === 'usage') ?? false);
      if (!isSilent) await context.live.append({ agent, attempt, line: safe(line), activities });
    },
  });
  const { ended, reasons, status } = await state();
  const verdict = ended ?? status;
  return { result: { agent, attempt, ended: { verdict, reason: reasons[0] } }, status: 'ok' };
}

function safe({ from, text }: LogLine): LogLine {
  return { from, text: stripControl(text) };
}

interface Following {
  readonly signal: AbortSignal;
  /** Whether more may come. */
  readonly isOpen: () => Promise<boolean>;
  readonly onLine: (line: string) => Promise<void>;
}

async function followLines(file: string, { signal, isOpen, onLine }: Following): Promise<void> {
  const handle = await open(file, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(64 * 1024);
  let rest = '';
  try {
    for (let wasOpen = true; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) await onLine(line);
      if (bytesRead > 0) continue;
      // Once more after its end: what it wrote between the reading and the asking.
      if (!wasOpen) break;
      wasOpen = await isOpen();
      if (wasOpen) await pause(200, undefined, { signal });
    }
    if (rest !== '') await onLine(rest);
  } finally {
    await handle.close();
  }
}
