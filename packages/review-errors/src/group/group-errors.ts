import type { ErrorDocumentation } from '@cdev/core/errors';
import type { ErrorGroup, ErrorOccurrence } from './error-group.ts';
import type { Occurrence } from './find-occurrences.ts';
import { plainCause } from './plain-cause.ts';

export interface GroupErrorsOptions {
  /** What the tables say, by code. */
  readonly tables: ReadonlyMap<string, ErrorDocumentation>;
  /** Errors first met at this time or later are new. */
  readonly newSince: Date | undefined;
}

/** The codes that were met; a warning has none. */
export function codesIn(occurrences: readonly Occurrence[]): readonly string[] {
  return distinct(occurrences.map(codeOf));
}

/** Groups by code and cause: unknown ones first, then new ones, then the most frequent. */
export function groupErrors(occurrences: readonly Occurrence[], options: GroupErrorsOptions): readonly ErrorGroup[] {
  const groups = Map.groupBy(occurrences, keyOf);
  // A run whose log is gone says only its code: it belongs to the cause that is known, when there is one alone.
  for (const [key, lost] of groups) {
    if (lost.some(({ event }) => event !== undefined)) continue;
    const same = [...groups.entries()].filter(
      ([other]) => other !== key && other.split('\0')[0] === key.split('\0')[0],
    );
    if (same.length !== 1) continue;
    same[0]?.[1].push(...lost);
    groups.delete(key);
  }
  const rank = ({ isUnknown, isNew, level }: ErrorGroup): number =>
    level === 'warning' ? 3 : isUnknown ? 0 : isNew ? 1 : 2;
  return [...groups.values()]
    .map((members) =>
      groupOf(
        members.toSorted((a, b) => a.time - b.time),
        options,
      ),
    )
    .toSorted((a, b) => rank(a) - rank(b) || b.count - a.count || b.last.localeCompare(a.last));
}

const codeOf = ({ record, event }: Occurrence): string | undefined => record?.errorCode ?? event?.code;
const isDefect = (code: string | undefined): boolean => code === undefined || code === 'CDEV_E_CLI_DEFECT';

/** Of a coded error the last cause, for the message is the code's; of a defect, message and place; of a warning the message. */
function causeOf({ event, record }: Occurrence): string | undefined {
  if (event === undefined) return undefined;
  if (isDefect(codeOf({ event, record, time: 0 }))) {
    const words = plainCause(event.message);
    return event.place === undefined ? words : `${words}, in ${event.place}`;
  }
  const last = event.causes.at(-1);
  return last === undefined ? undefined : plainCause(last);
}

function keyOf(occurrence: Occurrence): string {
  const level = occurrence.event?.level ?? 'error';
  const code = codeOf(occurrence) ?? '';
  // A defect is one of its script; what a code means is the same everywhere.
  const owner = isDefect(code === '' ? undefined : code) ? (occurrence.record ?? occurrence.event)?.script : '';
  return [`${level} ${code} ${owner}`, causeOf(occurrence) ?? ''].join('\0');
}

function groupOf(members: readonly Occurrence[], { tables, newSince }: GroupErrorsOptions): ErrorGroup {
  const [first, last] = [members[0] as Occurrence, members.at(-1) as Occurrence];
  const code = codeOf(first);
  const row = code === undefined ? undefined : tables.get(code);
  const told = members.findLast(({ event }) => event !== undefined)?.event;
  const steps = told?.steps.length ? told.steps : (row?.steps ?? []);
  const level = told?.level ?? 'error';
  const isUnknown =
    level === 'error' && (isDefect(code) || told?.kind === 'internal' || (row === undefined && steps.length === 0));
  const cause = members.map(causeOf).find((text) => text !== undefined);
  return {
    code,
    level,
    title: row?.title ?? told?.message.split('\n')[0] ?? 'Nothing is known of it but its code',
    cause,
    isUnknown,
    isNew: newSince !== undefined && first.time >= newSince.getTime(),
    count: members.length,
    first: new Date(first.time).toISOString(),
    last: new Date(last.time).toISOString(),
    scripts: distinct(members.map(({ record, event }) => (record ?? event)?.script)),
    versions: distinct(members.map(({ record, event }) => (record ?? event)?.version)),
    hosts: distinct(members.map(({ record }) => record?.host)),
    steps,
    example: told?.message,
  };
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[];
}

export function occurrenceOf({ record, event, time }: Occurrence): ErrorOccurrence {
  const { script, version } = (record ?? event) as { script: string; version: string };
  return {
    time: new Date(time).toISOString(),
    script,
    version,
    host: record?.host,
    message: event?.message,
    repository: record?.repository,
  };
}
