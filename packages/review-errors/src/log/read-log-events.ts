import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripControl } from '@cdev/core/log';

/** An error or a warning as a script wrote it into its log. */
export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: 'warning' | 'error';
  readonly script: string;
  readonly version: string;
  readonly pid: number;
  /** Absent in a warning. */
  readonly code: string | undefined;
  readonly kind: string | undefined;
  readonly message: string;
  readonly steps: readonly string[];
  /** From the nearest to the last. */
  readonly causes: readonly string[];
  /** The place in the code that it came from, without the hash of a bundle. */
  readonly place: string | undefined;
}

/** All errors and warnings in the logs of a home, also in those set aside, oldest first. Lines that are no events are passed over. */
export async function readLogEvents(home: string): Promise<readonly LogEvent[]> {
  const folder = join(home, 'logs');
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names
      .filter((name) => /\.log(\.\d+)?$/.test(name))
      .map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  return texts
    .flatMap((text) => text.split('\n').flatMap((line) => eventOf(line) ?? []))
    .toSorted((a, b) => a.time - b.time);
}

function eventOf(line: string): LogEvent | undefined {
  // Most lines tell of what went well, and parsing is dear.
  if (!/"level":[45]0\b/.test(line)) return undefined;
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { level, time, script, version, pid, code, kind, stack } = fields;
  if ((level !== 40 && level !== 50) || typeof time !== 'number' || typeof script !== 'string') return undefined;
  return {
    time,
    level: level === 40 ? 'warning' : 'error',
    script,
    version: typeof version === 'string' ? version : '',
    pid: Number(pid),
    code: typeof code === 'string' ? code : undefined,
    kind: typeof kind === 'string' ? kind : undefined,
    message: textOf(fields['message'] ?? fields['msg']),
    steps: textsOf(fields['steps']),
    causes: textsOf(fields['causes']),
    place: typeof stack === 'string' ? placeOf(stack) : undefined,
  };
}

/** The first frame that is not the making of the error itself: `findRoot (prepublish.js)`. */
function placeOf(stack: string): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const frame = frames.find((line) => !/Object\.make |node:internal/.test(line));
  const [, name = '', file = ''] =
    /at (?:async )?(?:(\S+) \()?.*?([^/\\]+?\.[cm]?[jt]s):\d+:\d+\)?$/.exec(frame ?? '') ?? [];
  const plain = file.replace(/-[\w-]{8}(?=\.[cm]?js$)/, '');
  return file === '' ? undefined : name === '' ? plain : `${name} (${plain})`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? stripControl(value) : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string').map(stripControl) : [];
}
