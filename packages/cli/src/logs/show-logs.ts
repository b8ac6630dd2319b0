import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';

export interface ShowLogsOptions {
  /** With or without `cdev-`. */
  readonly script: string;
  readonly lines: number;
  /** Go on showing what is written, until interrupted. */
  readonly follow: boolean;
}

export interface LogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly version: string;
  readonly pid: number;
  readonly code?: string;
  readonly message: string;
}

/**
 * The last lines of a script's log, oldest first; with `follow` then those to come.
 * @throws CDEV_E_FRONT_NO_LOG
 */
export async function showLogs(
  { script, lines, follow }: ShowLogsOptions,
  context: Context,
): Promise<Outcome<readonly LogLine[]>> {
  const name = script === 'cdev' || script.startsWith('cdev-') ? script : `cdev-${script}`;
  const file = join(context.home, 'logs', `${name.replaceAll(/[^\w.-]/g, '')}.log`);
  if (!existsSync(file) && !follow) throw errors.make('CDEV_E_FRONT_NO_LOG', { script: name, file });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const before = existsSync(`${file}.1`) && text.split('\n').length <= lines ? readFileSync(`${file}.1`, 'utf8') : '';
  const last = linesOf(before + text).slice(-Math.max(1, Math.trunc(lines)));
  if (!follow) return { result: last, status: 'ok' };
  await context.live.append(last);
  await followFile(file, Buffer.byteLength(text), context);
  return { result: [], status: 'ok' };
}

/** Until it is interrupted. A file that became shorter was set aside, and its successor is read from the start. */
async function followFile(file: string, from: number, { signal, live }: Context): Promise<void> {
  let [position, rest] = [from, ''];
  while (!signal.aborted) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < position) [position, rest] = [0, ''];
    if (size > position) {
      const part = readPart(file, position, size - position);
      position += part.length;
      const text = rest + part.toString('utf8');
      rest = text.slice(text.lastIndexOf('\n') + 1);
      const fresh = linesOf(text.slice(0, text.length - rest.length));
      if (fresh.length > 0) await live.append(fresh);
    }
    // Watching files tells nothing on network disks; looking costs a question to the system.
    await pause(200, undefined, { signal }).catch(() => {});
  }
  signal.throwIfAborted();
}

function readPart(file: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.min(length, 4_000_000));
  const descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, position));
  } finally {
    closeSync(descriptor);
  }
}

const levels: Readonly<Record<number, LogLine['level']>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

function linesOf(text: string): LogLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const { level, time, version, pid, code, msg } = JSON.parse(line) as Record<string, unknown>;
      const known = levels[Number(level)];
      if (known === undefined || typeof time !== 'number') return [];
      return [
        {
          time: new Date(time).toISOString(),
          level: known,
          version: typeof version === 'string' ? version : '',
          pid: Number(pid),
          ...(typeof code === 'string' && { code }),
          message: typeof msg === 'string' ? stripControl(msg) : '',
        },
      ];
    } catch {
      return [];
    }
  });
}
