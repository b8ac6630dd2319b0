/** How a value is written: a kind of protobuf, or the message that it is. `hex` is bytes that the JSON form has as hexadecimal text. */
export type FieldKind = 'string' | 'hex' | 'enum' | 'bool' | 'double' | 'int64' | 'fixed64' | 'sfixed64' | Message;

/** Fields by the name that they have in the JSON form: number and kind. */
export interface Message {
  readonly [field: string]: readonly [number: number, kind: FieldKind];
}

const anyValue: Message = { stringValue: [1, 'string'], intValue: [3, 'int64'], doubleValue: [4, 'double'] };
const keyValue: Message = { key: [1, 'string'], value: [2, anyValue] };
const resource: Message = { attributes: [1, keyValue] };
const scope: Message = { name: [1, 'string'], version: [2, 'string'] };

const span: Message = {
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  name: [5, 'string'],
  kind: [6, 'enum'],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, keyValue],
  status: [15, { message: [2, 'string'], code: [3, 'enum'] }],
};

const numberPoint: Message = {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  asInt: [6, 'sfixed64'],
  attributes: [7, keyValue],
};
const histogramPoint: Message = {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'fixed64'],
  explicitBounds: [7, 'double'],
  attributes: [9, keyValue],
};
const temporality = { aggregationTemporality: [2, 'enum'] } as const;
const metric: Message = {
  name: [1, 'string'],
  description: [2, 'string'],
  unit: [3, 'string'],
  gauge: [5, { dataPoints: [1, numberPoint] }],
  sum: [7, { dataPoints: [1, numberPoint], ...temporality, isMonotonic: [3, 'bool'] }],
  histogram: [9, { dataPoints: [1, histogramPoint], ...temporality }],
};

const logRecord: Message = {
  timeUnixNano: [1, 'fixed64'],
  severityNumber: [2, 'enum'],
  severityText: [3, 'string'],
  body: [5, anyValue],
  attributes: [6, keyValue],
  traceId: [9, 'hex'],
  spanId: [10, 'hex'],
  observedTimeUnixNano: [11, 'fixed64'],
  eventName: [12, 'string'],
};

/** The three requests, with the field numbers of opentelemetry-proto 1.x, which are fixed for ever. */
export const requestFields = {
  traces: { resourceSpans: [1, { resource: [1, resource], scopeSpans: [2, { scope: [1, scope], spans: [2, span] }] }] },
  metrics: {
    resourceMetrics: [1, { resource: [1, resource], scopeMetrics: [2, { scope: [1, scope], metrics: [2, metric] }] }],
  },
  logs: {
    resourceLogs: [1, { resource: [1, resource], scopeLogs: [2, { scope: [1, scope], logRecords: [2, logRecord] }] }],
  },
} as const satisfies Readonly<Record<string, Message>>;
