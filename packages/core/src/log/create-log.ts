import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, pino } from 'pino';
import { order } from './log-levels.ts';
import { redact } from './redact.ts';
import { rotate } from './rotation.ts';

export type LogFields = Readonly<Record<string, unknown>>;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line per event. Fields are plain JSON; secrets in them are redacted. */
export interface Log {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}

export interface CreateLogOptions {
  readonly script: string;
  readonly version: string;
  /** The NDJSON file; its folder is made. When it cannot be opened the log is silent and the script goes on. */
  readonly file: string;
  readonly level: LogLevel;
  /** Also called for each event that passes `level`, with redacted text: what `--verbose` shows on stderr. */
  readonly echo?: ((level: LogLevel, message: string) => void) | undefined;
  readonly maxBytes?: number;
}

/** A log that goes nowhere, for library use and tests. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Opens `file` as a pino log, synchronously written so that a killed process loses no line it reported. */
export function createLog({ script, version, file, level, echo, maxBytes = 5_000_000 }: CreateLogOptions): Log {
  const sink = openSink(file, maxBytes);
  const logger = sink && pino({ level, base: { script, version, pid: process.pid } }, sink);
  const write =
    (severity: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (order.indexOf(severity) < order.indexOf(level)) return;
      const text = redact(message);
      try {
        logger?.[severity](redactFields(fields), text);
      } catch {
        // A full or vanished disk must not fail the work that is being logged.
      }
      echo?.(severity, text);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function openSink(file: string, maxBytes: number): ReturnType<typeof destination> | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    rotate(file, { maxBytes, keep: 5 });
    return destination({ dest: openSync(file, 'a', 0o600), sync: true });
  } catch {
    return undefined;
  }
}

function redactFields(fields: LogFields): LogFields {
  return JSON.parse(redact(JSON.stringify(fields))) as LogFields;
}
