import type { RunRecord } from '@cdev/core/cli';
import type { HistogramPoint, Metric, MetricRequest, NumberPoint, Scope } from './otlp-data.ts';
import { attributes, endOf, nanoseconds, resourceKey, resourceOf, startOf, type Attributes } from './run-facts.ts';
import { errorType } from './trace-request.ts';

/** Seconds. From the start of a script to the work of agents. */
const bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200] as const;
const cumulative = 2;
const dayLength = 86_400_000;

/** What one series has come to since its first run. */
export interface SeriesTotal {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly last: number;
  readonly runs: number;
  /** Seconds. */
  readonly duration: number;
  readonly cpu: number;
  readonly buckets: readonly number[];
}

/** By series: the resource, the command and how it ended. */
export type SeriesTotals = Readonly<Record<string, SeriesTotal>>;

export interface CountedRuns {
  readonly request: MetricRequest;
  readonly totals: SeriesTotals;
}

/**
 * A point a series and UTC day. Sums are cumulative from the first run that was ever told on, so that a point which arrives twice says nothing twice, and
 * one that is lost is made good by the next.
 */
export function countRuns(
  records: readonly RunRecord[],
  { totals, scope, more }: { readonly totals: SeriesTotals; readonly scope: Scope; readonly more: Attributes },
): CountedRuns {
  const grown: Record<string, SeriesTotal> = { ...totals };
  const resources = [...Map.groupBy(records, resourceKey)].map(([resource, members]) => {
    const points = [...Map.groupBy(members, (record) => seriesKey(resource, record))].flatMap(([key, runs]) =>
      [...Map.groupBy(runs, (record) => Math.floor(endOf(record) / dayLength)).entries()]
        .toSorted(([a], [b]) => a - b)
        .map(([, ofDay]) => {
          const total = addRuns(grown[key], ofDay);
          grown[key] = total;
          return pointOf(total, ofDay);
        }),
    );
    return {
      resource: resourceOf(members[0] as RunRecord, more),
      scopeMetrics: [{ scope, metrics: metricsOf(points) }] as const,
    };
  });
  return { request: { resourceMetrics: resources }, totals: grown };
}

function seriesKey(resource: string, { command, status, errorCode = '' }: RunRecord): string {
  return JSON.stringify([resource, command, status, errorCode]);
}

function addRuns(before: SeriesTotal | undefined, runs: readonly RunRecord[]): SeriesTotal {
  const buckets = [...(before?.buckets ?? bounds.map(() => 0).concat(0))];
  let [duration, cpu] = [before?.duration ?? 0, before?.cpu ?? 0];
  for (const run of runs) {
    const seconds = run.duration / 1000;
    const at = bounds.findIndex((bound) => seconds <= bound);
    const bucket = at === -1 ? bounds.length : at;
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    duration += seconds;
    cpu += (run.cpu + (run.childCpu ?? 0)) / 1000;
  }
  return {
    start: before?.start ?? Math.min(...runs.map(startOf)),
    // A clock that was set back must not make a sum older than it was.
    last: Math.max(before?.last ?? 0, ...runs.map(endOf)),
    runs: (before?.runs ?? 0) + runs.length,
    duration: round(duration),
    cpu: round(cpu),
    buckets,
  };
}

/** Sums of milliseconds stay what they are. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

interface Point {
  readonly duration: HistogramPoint;
  readonly runs: NumberPoint;
  readonly cpu: NumberPoint;
  readonly memory: NumberPoint;
}

function pointOf(total: SeriesTotal, runs: readonly RunRecord[]): Point {
  const first = runs[0] as RunRecord;
  const shared = {
    startTimeUnixNano: nanoseconds(total.start),
    timeUnixNano: nanoseconds(total.last),
    attributes: attributes({
      'cdev.command': first.command,
      'cdev.run.status': first.status,
      'error.type': errorType(first),
    }),
  };
  const { startTimeUnixNano: _, ...now } = shared;
  return {
    duration: {
      ...shared,
      count: String(total.runs),
      sum: total.duration,
      bucketCounts: total.buckets.map(String),
      explicitBounds: bounds,
    },
    runs: { ...shared, asInt: String(total.runs) },
    cpu: { ...shared, asDouble: total.cpu },
    memory: { ...now, asInt: String(Math.max(...runs.map(({ peakMemory }) => Math.trunc(peakMemory)))) },
  };
}

function metricsOf(points: readonly Point[]): readonly Metric[] {
  const growing = { aggregationTemporality: cumulative, isMonotonic: true } as const;
  return [
    {
      name: 'cdev.run.duration',
      description: 'How long runs take',
      unit: 's',
      histogram: { dataPoints: points.map(({ duration }) => duration), aggregationTemporality: cumulative },
    },
    {
      name: 'cdev.run.count',
      description: 'How many runs there were',
      unit: '{run}',
      sum: { dataPoints: points.map(({ runs }) => runs), ...growing },
    },
    {
      name: 'cdev.run.cpu.time',
      description: 'CPU of runs and of what they ran',
      unit: 's',
      sum: { dataPoints: points.map(({ cpu }) => cpu), ...growing },
    },
    {
      name: 'cdev.run.memory.peak',
      description: 'The most memory that a run took on the day',
      unit: 'By',
      gauge: { dataPoints: points.map(({ memory }) => memory) },
    },
  ];
}
