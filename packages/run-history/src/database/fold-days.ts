import type { DatabaseSync } from 'node:sqlite';

/** Days since 1970 of a series whose figures have to be made again. */
export type TouchedDays = Map<string, { readonly series: number; readonly day: number }>;

export const dayLength = 86_400_000;

interface RunRow {
  readonly start: number;
  readonly cpu: number;
  readonly duration: number;
  readonly memory: number;
  readonly status: string;
}

/** Makes the figures of whole days again from their runs, so that questions about months read days and not runs. */
export function foldDays(database: DatabaseSync, touched: TouchedDays): void {
  const runsOf = database.prepare(
    'SELECT start, cpu + coalesce(child_cpu, 0) AS cpu, duration, memory, status FROM run WHERE series = ? AND start >= ? AND start < ?',
  );
  const clear = database.prepare('DELETE FROM day WHERE series = ? AND day = ?');
  const write = database.prepare('INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { series, day } of touched.values()) {
    const runs = runsOf.all(series, day * dayLength, (day + 1) * dayLength) as unknown as RunRow[];
    if (runs.length === 0) {
      clear.run(series, day);
      continue;
    }
    const good = runs.filter(({ status }) => status !== 'error');
    const sorted = (field: 'cpu' | 'duration' | 'memory'): Float64Array =>
      Float64Array.from(good, (run) => run[field]).sort();
    const [cpu, duration, memory] = [sorted('cpu'), sorted('duration'), sorted('memory')];
    write.run(
      series,
      day,
      runs.length,
      runs.length - good.length,
      quantile(cpu, 0.5),
      quantile(cpu, 0.95),
      quantile(duration, 0.5),
      quantile(duration, 0.95),
      quantile(memory, 0.5),
      runs.reduce((least, { start }) => Math.min(least, start), Infinity),
      runs.reduce((most, { start }) => Math.max(most, start), 0),
    );
  }
}

/** Between the two values beside the place where it would stand; null of nothing. */
function quantile(sorted: Float64Array, share: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] as number;
  const high = sorted[Math.ceil(place)] as number;
  return low + (high - low) * (place - Math.floor(place));
}
