import { errors } from '../errors.ts';
import { runSchemaVersion, type RunEvent } from '../run-event.ts';

export interface EventPlace {
  readonly file: string;
  /** 1-based; the event's number must be the line's. `last` where lines are not counted: then the event says itself which it is. */
  readonly line: number | 'last';
}

/**
 * One line of the journal. An event of a type that is not known (a newer version's) passes: who reduces the events leaves it out.
 * @throws CDEV_E_RUN_JOURNAL_DAMAGED, CDEV_E_RUN_JOURNAL_NEWER
 */
export function parseEvent(text: string, { file, line }: EventPlace): RunEvent {
  const damaged = (problem: string, cause?: unknown): Error =>
    errors.make(
      'CDEV_E_RUN_JOURNAL_DAMAGED',
      { place: line === 'last' ? `${file} (last line)` : `${file}:${line}`, problem },
      { cause, details: { file, line } },
    );
  const event = parseLine(text, damaged);
  const isNumbered = line === 'last' ? Number.isSafeInteger(event.seq) && event.seq > 0 : event.seq === line;
  if (!isNumbered) throw damaged(`expected the event with seq ${line}, found ${JSON.stringify(event.seq) ?? 'none'}`);
  if (typeof event.type !== 'string') throw damaged('the event has no type');
  const version = (event as { schemaVersion?: unknown }).schemaVersion;
  if (typeof version === 'number' && version > runSchemaVersion)
    throw errors.make('CDEV_E_RUN_JOURNAL_NEWER', { file, found: String(version), known: String(runSchemaVersion) });
  return event;
}

function parseLine(text: string, damaged: (problem: string, cause?: unknown) => Error): RunEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(`expected an event in JSON, found ${JSON.stringify(text.slice(0, 60))}`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('expected an event in JSON');
  return value as RunEvent;
}

/** The line of an event. Numbers and names stand first, so that the file can be read by eye. */
export function serialiseEvent(event: RunEvent): string {
  const { seq, time, type, writer, ...rest } = event;
  const version = type === 'run-created' ? { schemaVersion: runSchemaVersion } : {};
  return `${JSON.stringify({ seq, time, type, ...rest, ...version, writer })}\n`;
}
