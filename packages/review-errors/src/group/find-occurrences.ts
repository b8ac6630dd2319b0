import type { RunRecord } from '@cdev/core/cli';
import type { LogEvent } from '../log/read-log-events.ts';

/** A failed run, a line of a log, or both of one failure. */
export interface Occurrence {
  readonly record: RunRecord | undefined;
  readonly event: LogEvent | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** How far the end of a run and its line may be apart: the line is written just before the record. */
const apart = 5000;

/**
 * Brings each failed run together with what its log says of it (the same script and process, at the same time). Runs whose log is gone and lines whose
 * record is lost stay, each by itself.
 */
export function findOccurrences(failed: readonly RunRecord[], events: readonly LogEvent[]): readonly Occurrence[] {
  const byProcess = Map.groupBy(
    events.filter(({ level }) => level === 'error'),
    ({ script, pid }) => `${script} ${pid}`,
  );
  const used = new Set<LogEvent>();
  const runs = failed.map((record): Occurrence => {
    const end = Date.parse(record.start) + record.duration;
    const event = byProcess
      .get(`${record.script} ${record.pid}`)
      ?.findLast((line) => !used.has(line) && line.code === record.errorCode && Math.abs(line.time - end) <= apart);
    if (event) used.add(event);
    return { record, event, time: end };
  });
  const alone = events
    .filter((event) => !used.has(event))
    .map((event): Occurrence => ({ record: undefined, event, time: event.time }));
  return [...runs, ...alone].toSorted((a, b) => a.time - b.time);
}
