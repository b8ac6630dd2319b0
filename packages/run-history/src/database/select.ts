import type { RunRecord } from '@cdev/core/cli';
import type { DatabaseSync } from 'node:sqlite';
import type { DayFigures, ErrorOccurrences, RunFilter, ScriptRuns } from '../run-history.ts';
import { dayLength } from './fold-days.ts';

interface Condition {
  readonly where: string;
  readonly values: readonly (string | number)[];
}

/** `time` is the column that since and until speak of, in units of `unit` milliseconds. */
function conditionOf(filter: RunFilter, time: string, unit: number, more: readonly string[] = []): Condition {
  const { since, until } = filter;
  const named = (['script', 'command', 'version', 'host'] as const).flatMap((name) =>
    filter[name] === undefined ? [] : [[`series.${name} = ?`, filter[name]] as const],
  );
  const parts: (readonly [string, string | number])[] = [
    ...named,
    ...(since === undefined ? [] : [[`${time} >= ?`, Math.floor(since.getTime() / unit)] as const]),
    ...(until === undefined ? [] : [[`${time} < ?`, Math.ceil(until.getTime() / unit)] as const]),
  ];
  const clauses = [...more, ...parts.map(([clause]) => clause)];
  return {
    where: clauses.length === 0 ? '' : `WHERE ${clauses.join(' AND ')}`,
    values: parts.map(([, value]) => value),
  };
}

const iso = (milliseconds: unknown): string => new Date(Number(milliseconds)).toISOString();

type Row = Readonly<Record<string, string | number | null>>;

export function selectScripts(database: DatabaseSync, filter: RunFilter): ScriptRuns[] {
  const { where, values } = conditionOf(filter, 'day.day', dayLength);
  const rows = database
    .prepare(
      `SELECT script, sum(runs) AS runs, sum(errors) AS errors, min(first) AS first, max(last) AS last FROM day JOIN series ON series.id = day.series ${where} GROUP BY script ORDER BY script`,
    )
    .all(...values) as unknown as Row[];
  const newest = database.prepare(
    'SELECT version FROM day JOIN series ON series.id = day.series WHERE script = ? AND last = ? LIMIT 1',
  );
  return rows.map(({ script, runs, errors, first, last }) => ({
    script: String(script),
    runs: Number(runs),
    errors: Number(errors),
    first: iso(first),
    last: iso(last),
    lastVersion: String((newest.get(String(script), Number(last)) as unknown as Row | undefined)?.['version'] ?? ''),
  }));
}

export function selectErrors(database: DatabaseSync, filter: RunFilter): ErrorOccurrences[] {
  const { where, values } = conditionOf(filter, 'run.start', 1, ['run.error IS NOT NULL']);
  const rows = database
    .prepare(
      `SELECT run.error AS code, script, version, host, count(*) AS count, min(start) AS first, max(start) AS last FROM run JOIN series ON series.id = run.series ${where} GROUP BY run.error, script, version, host ORDER BY first`,
    )
    .all(...values) as unknown as Row[];
  const groups = Map.groupBy(rows, ({ code, script }) => `${String(code)} ${String(script)}`);
  return [...groups.values()]
    .map((parts) => ({
      errorCode: String(parts[0]?.['code']),
      script: String(parts[0]?.['script']),
      count: parts.reduce((sum, { count }) => sum + Number(count), 0),
      first: iso(Math.min(...parts.map(({ first }) => Number(first)))),
      last: iso(Math.max(...parts.map(({ last }) => Number(last)))),
      versions: [...new Set(parts.map(({ version }) => String(version)))],
      hosts: [...new Set(parts.map(({ host }) => String(host)))].toSorted(),
    }))
    .toSorted((a, b) => b.last.localeCompare(a.last));
}

export function selectDays(database: DatabaseSync, filter: RunFilter): DayFigures[] {
  const { where, values } = conditionOf(filter, 'day.day', dayLength);
  const rows = database
    .prepare(
      `SELECT series.*, day.* FROM day JOIN series ON series.id = day.series ${where} ORDER BY day.day, script, command, first`,
    )
    .all(...values) as unknown as Row[];
  const figure = (value: Row[string] | undefined): number | undefined =>
    typeof value === 'number' ? value : undefined;
  return rows.map((row) => ({
    script: String(row['script']),
    command: String(row['command']),
    version: String(row['version']),
    host: String(row['host']),
    platform: String(row['platform']),
    node: String(row['node']),
    day: iso(Number(row['day']) * dayLength).slice(0, 10),
    runs: Number(row['runs']),
    errors: Number(row['errors']),
    cpu: figure(row['cpu']),
    cpu95: figure(row['cpu95']),
    duration: figure(row['duration']),
    duration95: figure(row['duration95']),
    memory: figure(row['memory']),
  }));
}

export function selectRuns(
  database: DatabaseSync,
  { limit, failed, ...filter }: RunFilter & { readonly limit: number; readonly failed?: boolean },
): RunRecord[] {
  const { where, values } = conditionOf(filter, 'run.start', 1, failed === true ? ["run.status = 'error'"] : []);
  const rows = database
    .prepare(
      `SELECT series.*, run.* FROM run JOIN series ON series.id = run.series ${where} ORDER BY run.start DESC LIMIT ?`,
    )
    .all(...values, limit) as unknown as Row[];
  return rows.map((row) => ({
    schemaVersion: 1,
    script: String(row['script']),
    command: String(row['command']),
    version: String(row['version']),
    start: iso(row['start']),
    duration: Number(row['duration']),
    cpu: Number(row['cpu']),
    ...(row['child_cpu'] !== null && { childCpu: Number(row['child_cpu']) }),
    peakMemory: Number(row['memory']),
    status: row['status'] as RunRecord['status'],
    exitCode: Number(row['exit_code']),
    ...(row['error'] !== null && { errorCode: String(row['error']) }),
    host: String(row['host']),
    platform: String(row['platform']),
    node: String(row['node']),
    ...(row['pid'] !== null && { pid: Number(row['pid']) }),
    ...(row['repository'] !== null && { repository: String(row['repository']) }),
  }));
}
