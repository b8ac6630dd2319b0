import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { LogRequest, MetricRequest, Request, Signal, TraceRequest } from '../src/otlp/otlp-data.ts';

/** What protobufjs makes of one message. */
interface MessageType {
  readonly fromObject: (object: unknown) => object;
  readonly decode: (bytes: Uint8Array) => object;
  readonly toObject: (message: object, options: { readonly longs: unknown; readonly bytes: unknown }) => unknown;
}
type Service = Readonly<Record<'v1', Readonly<Record<string, MessageType>>>>;
const definitions = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js') as {
  readonly opentelemetry: {
    readonly proto: { readonly collector: Readonly<Record<'trace' | 'metrics' | 'logs', Service>> };
  };
};
const { trace, metrics, logs } = definitions.opentelemetry.proto.collector;
const messages = {
  traces: trace.v1['ExportTraceServiceRequest'] as MessageType,
  metrics: metrics.v1['ExportMetricsServiceRequest'] as MessageType,
  logs: logs.v1['ExportLogsServiceRequest'] as MessageType,
};

/** A request by OpenTelemetry's own definitions. @throws where they do not know a field, or know it otherwise */
export function readJson(signal: Signal, request: unknown): Request {
  const message = messages[signal];
  // Ids are texts of hexadecimal digits, which as base64 go through unchanged.
  const found = message.toObject(message.fromObject(request), { longs: String, bytes: String });
  assert.deepEqual(JSON.parse(JSON.stringify(found)), request);
  return request as Request;
}

export function readProtobuf(signal: Signal, body: Uint8Array): Request {
  const message = messages[signal];
  const found = message.toObject(message.decode(body), { longs: String, bytes: Buffer });
  return JSON.parse(
    JSON.stringify(found, (_, value: unknown) => {
      const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
      return type === 'Buffer' ? Buffer.from(data as number[]).toString('hex') : value;
    }),
  ) as Request;
}

export interface Received {
  readonly signal: Signal;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly request: Request;
}

type Answering = (received: Received, response: ServerResponse) => void;

/** A receiver of OTLP on 127.0.0.1 that takes everything, unless `answer` does something else. */
export async function startReceiver(answer: Answering = take) {
  const received: Received[] = [];
  const receiver = { answer };
  const server = createServer((request, response) => {
    void receive(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const path = request.url ?? '';
    const signal = (/(traces|metrics|logs)/.exec(path)?.[1] ?? 'traces') as Signal;
    const isJson = request.headers['content-type'] === 'application/json';
    const read = isJson ? readJson(signal, JSON.parse(body.toString('utf8'))) : readProtobuf(signal, body);
    const one = { signal, path, headers: request.headers, request: read };
    received.push(one);
    receiver.answer(one, response);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerBy: (next: Answering) => void (receiver.answer = next),
    spans: () => received.flatMap(({ request }) => spansOf(request)),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const take: Answering = (_, response) => void response.writeHead(200).end();

export const say =
  (status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Answering =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export function spansOf(request: Request) {
  const { resourceSpans = [] } = request as Partial<TraceRequest>;
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans[0].spans);
}

export function metricsOf(request: Request | undefined) {
  const { resourceMetrics = [] } = (request ?? {}) as Partial<MetricRequest>;
  return resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics[0].metrics);
}

export function logsOf(request: Request | undefined) {
  const { resourceLogs = [] } = (request ?? {}) as Partial<LogRequest>;
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs[0].logRecords);
}
