/** OTLP in its JSON form, as far as it is used here (opentelemetry-proto 1.x): 64-bit integers are decimal texts, ids hexadecimal, enumerations numbers. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export interface Resource {
  readonly attributes: readonly KeyValue[];
}

export interface Scope {
  readonly name: string;
  readonly version: string;
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code: number; readonly message?: string };
}

export interface LogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
}

export interface NumberPoint {
  readonly startTimeUnixNano?: string;
  readonly timeUnixNano: string;
  readonly asInt?: string;
  readonly asDouble?: number;
  readonly attributes: readonly KeyValue[];
}

export interface HistogramPoint {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly count: string;
  readonly sum: number;
  readonly bucketCounts: readonly string[];
  readonly explicitBounds: readonly number[];
  readonly attributes: readonly KeyValue[];
}

interface NamedMetric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
}

export type Metric = NamedMetric &
  (
    | { readonly gauge: { readonly dataPoints: readonly NumberPoint[] } }
    | {
        readonly sum: {
          readonly dataPoints: readonly NumberPoint[];
          readonly aggregationTemporality: number;
          readonly isMonotonic: boolean;
        };
      }
    | {
        readonly histogram: { readonly dataPoints: readonly HistogramPoint[]; readonly aggregationTemporality: number };
      }
  );

export const signals = ['traces', 'metrics', 'logs'] as const;
export type Signal = (typeof signals)[number];

/** The body of one request: `ExportTraceServiceRequest` and its like. */
export interface TraceRequest {
  readonly resourceSpans: readonly {
    readonly resource: Resource;
    readonly scopeSpans: readonly [{ readonly scope: Scope; readonly spans: readonly Span[] }];
  }[];
}
export interface MetricRequest {
  readonly resourceMetrics: readonly {
    readonly resource: Resource;
    readonly scopeMetrics: readonly [{ readonly scope: Scope; readonly metrics: readonly Metric[] }];
  }[];
}
export interface LogRequest {
  readonly resourceLogs: readonly {
    readonly resource: Resource;
    readonly scopeLogs: readonly [{ readonly scope: Scope; readonly logRecords: readonly LogRecord[] }];
  }[];
}
export type Request = TraceRequest | MetricRequest | LogRequest;
