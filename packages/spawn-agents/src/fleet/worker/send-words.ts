import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimReference, FleetEngine, JsonValue } from '@cdev/agent-fleet';
import { agentLog, type NewRunEvent, type RunEvent } from '@cdev/agent-run';
import { redact, stripControl } from '@cdev/core/log';
import { isCdevError } from '@cdev/core/errors';
import type { SpawnRun } from '../../open-run.ts';
import type { FleetWord } from '../fleet-task.ts';

export interface WordSender {
  /** Sends what there is now. */
  readonly flush: () => Promise<void>;
  /** What the journal has of the good end, which is told with the result and not before. */
  readonly end: () => Promise<Pick<Ending, 'finished' | 'committed'>>;
  readonly close: () => Promise<void>;
}

interface Ending {
  readonly finished?: Extract<NewRunEvent, { type: 'agent-finished' }>;
  readonly committed?: Extract<NewRunEvent, { type: 'committed' }>;
}

export interface SendWordsOptions {
  readonly engine: FleetEngine;
  readonly claim: ClaimReference;
  readonly host: string;
  readonly agent: string;
  readonly attempt: number;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** A snapshot was taken: it is to be at the remote before it is told of. */
  readonly onSnapshot: (commit: string) => Promise<void>;
}

/** Characters of one word; the engine takes 64 KiB, and JSON may double some. */
const most = 24_000;
/** Characters of one attempt's log that go through the engine: assistants that print whole files must not fill it. */
const mostLog = 8_000_000;

/** Only the submitter's side has a place for these. */
const local: ReadonlySet<string> = new Set([
  'run-created',
  'workspace-created',
  'workspace-ready',
  'workspace-removed',
]);

/**
 * Sends the attempt's journal, whoever writes into it, and its log to whoever watches the run, a piece at each interval. A good end is held
 * back: until its work is promoted it may still be another's.
 */
export function sendWords(run: SpawnRun, options: SendWordsOptions): WordSender {
  const { engine, claim, host, agent, attempt, interval, onSnapshot } = options;
  const file = agentLog(run.repository.commonDir, { planId: run.plan.id, agentId: agent, attempt });
  const ended = new AbortController();
  const log = logReader(file);
  let seen = 0;
  let ending: Ending = {};
  let sending: Promise<void> = Promise.resolve();

  async function fresh(): Promise<NewRunEvent[]> {
    const events = await run.journal.read();
    const told: NewRunEvent[] = [];
    for (const event of events.slice(seen)) {
      const plain = withoutStamp(event);
      if (event.type === 'agent-finished' && event.verdict === 'done') ending = { ...ending, finished: plain as never };
      else if (event.type === 'committed') ending = { ...ending, committed: plain as never };
      // What a good end kept is in its commit.
      else if (event.type === 'snapshot-taken' && ending.finished !== undefined) continue;
      // Work that does not pass its checks is told as a failure, with why.
      else if (event.type === 'validated' && ending.finished !== undefined) continue;
      else if (!local.has(event.type) && (!('agent' in event) || event.agent === agent)) told.push(plain);
    }
    seen = events.length;
    return told;
  }

  async function send(): Promise<void> {
    const events = await fresh();
    for (const event of events) if (event.type === 'snapshot-taken') await onSnapshot(event.commit);
    const { from, lines } = await log.read();
    for (const word of wordsOf({ host, events, attempt, from, lines }))
      await engine.event(claim, word as unknown as JsonValue);
  }

  const flush = (): Promise<void> => {
    sending = sending.then(send).catch((error: unknown) => {
      // The heartbeat says so too, and ends the work.
      if (!isCdevError(error)) throw error;
    });
    return sending;
  };
  const beat = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await pause(interval, undefined, { signal: ended.signal }).catch(() => {});
      if (!ended.signal.aborted) await flush();
    }
  };
  const beating = beat();
  return {
    flush,
    end: async () => {
      await flush();
      return ending;
    },
    close: async () => {
      ended.abort();
      await beating;
      await sending;
    },
  };
}

function withoutStamp({ seq: _seq, time: _time, writer: _writer, ...event }: RunEvent): NewRunEvent {
  return event;
}

interface Piece {
  readonly host: string;
  readonly attempt: number;
  readonly events: readonly NewRunEvent[];
  readonly from: number;
  readonly lines: readonly string[];
}

/** In pieces that the engine takes, in their order; the events first. */
function* wordsOf({ host, attempt, events, from, lines }: Piece): Generator<FleetWord> {
  let left = [...events];
  let at = 0;
  while (left.length > 0 || at < lines.length) {
    let room = most;
    const part: NewRunEvent[] = [];
    while (left[0] !== undefined && (part.length === 0 || room > 0)) {
      room -= JSON.stringify(left[0]).length;
      if (room < 0 && part.length > 0) break;
      part.push(left[0]);
      left = left.slice(1);
    }
    const first = at;
    while (at < lines.length && room > 0) room -= (lines[at++] ?? '').length;
    const log = at > first ? { log: { attempt, from: from + first, lines: lines.slice(first, at) } } : {};
    yield { host, events: part, ...log };
  }
}

/** Reads on in a file of lines; what is no whole line yet comes with the next reading. Masked here, where lines are counted. */
function logReader(file: string): { read: () => Promise<{ from: number; lines: readonly string[] }> } {
  let position = 0;
  let count = 0;
  let total = 0;
  let rest = '';
  const decoder = new TextDecoder();
  return {
    read: async () => {
      const handle = await open(file, 'r').catch(() => undefined);
      if (handle === undefined) return { from: count, lines: [] };
      try {
        const lines: string[] = [];
        for (const buffer = Buffer.alloc(64 * 1024); ;) {
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) break;
          position += bytesRead;
          const found = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n');
          rest = found.pop() ?? '';
          for (const line of found) {
            if (total > mostLog) continue;
            const text = cut(stripControl(redact(line)).replaceAll('\n', ' '));
            total += text.length;
            lines.push(total > mostLog ? '#cdev the rest of this log is on the worker' : text);
          }
        }
        const from = count;
        count += lines.length;
        return { from, lines };
      } finally {
        await handle.close();
      }
    },
  };
}

function cut(line: string): string {
  return line.length > most / 2 ? `${line.slice(0, most / 2)}…` : line;
}
