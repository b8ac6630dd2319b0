import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { findTargets } from '../src/endpoint/find-targets.ts';
import { waitOf } from '../src/endpoint/send-request.ts';
import { health } from '../src/index.ts';
import { decodeAnswer, decodeReason } from '../src/otlp/decode-answer.ts';
import { startReceiver } from './receiver.ts';
import { runRecord, writeRuns } from './runs.ts';
import { send } from './send.ts';

const find = (env: Record<string, string>, endpoint?: string) =>
  findTargets({ endpoint, protocol: undefined, signals: ['traces', 'logs'] }, { env, configured: undefined }).map(
    ({ url, ...rest }) => ({ ...rest, url: url.href }),
  );

describe('findTargets', () => {
  test('adds the path of the signal to a base, and takes the variable of a signal as it is', () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://one.example/otlp/',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://two.example/in?key=1',
    };
    expect(find(env).map(({ url }) => url)).toEqual([
      'https://one.example/otlp/v1/traces',
      'https://two.example/in?key=1',
    ]);
    expect(find(env, 'http://three.example:4318').map(({ url }) => url)).toEqual([
      'http://three.example:4318/v1/traces',
      'http://three.example:4318/v1/logs',
    ]);
  });

  test('reads headers as the specification writes them, those of a signal after those of all', () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:p%40ss@one.example',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b=, X-Other = c,nothing',
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'api-key=d',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '500',
    };
    const authorization = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(find(env)).toEqual([
      expect.objectContaining({
        url: 'https://one.example/v1/traces',
        headers: { authorization, 'api-key': 'a b=', 'x-other': 'c' },
        protocol: 'json',
        isCompressed: true,
        timeLimit: 10_000,
      }),
      expect.objectContaining({ headers: { authorization, 'api-key': 'd', 'x-other': 'c' }, timeLimit: 500 }),
    ]);
  });

  test.each([
    [{}, 'CDEV_E_TELEMETRY_NO_ENDPOINT', ''],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' },
      'CDEV_E_TELEMETRY_ENDPOINT_INVALID',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
    [{ E: 'x', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'CDEV_E_TELEMETRY_ENDPOINT_INVALID', 'grpc'],
    [{ E: 'x', OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' }, 'CDEV_E_TELEMETRY_ENDPOINT_INVALID', 'zstd'],
    [{ E: 'x', OTEL_EXPORTER_OTLP_TIMEOUT: 'soon' }, 'CDEV_E_TELEMETRY_ENDPOINT_INVALID', 'milliseconds'],
  ])('refuses %j', (env, code, words) => {
    const endpoint = 'E' in env ? 'http://x.example' : undefined;
    const ask = () => find(env, endpoint);
    expect(ask).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
  });

  test('takes no address from a file of the repository', () => {
    const asked = { endpoint: 'http://evil.example', protocol: undefined, signals: ['traces'] } as const;
    expect(() => findTargets(asked, { env: {}, configured: new Set(['endpoint']) })).toThrow(
      expect.objectContaining({ code: 'CDEV_E_TELEMETRY_ENDPOINT_NOT_YOURS' }),
    );
  });
});

test('what the variables say is what is sent', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver();
  writeRuns(home.path, runRecord());
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  };
  await send(home.path, { signals: ['traces'] }, { env });
  const context = testContext({ cwd: home.path, home: home.path, env });
  expect(receiver.received[0]?.headers).toMatchObject({ 'api-key': 'a b', 'content-encoding': 'gzip' });
  expect(receiver.spans()).toHaveLength(1);
  expect(await health(context)).toMatchObject([
    { status: 'ok', detail: '1' },
    { status: 'ok', detail: expect.stringContaining(`${receiver.url}/v1/traces, `) },
  ]);
});

test('an answer is read in both forms, and one that cannot be read says nothing', () => {
  // partial_success { rejected_spans: 3, error_message: "late" }
  const bytes = Buffer.from([0x0a, 0x08, 0x08, 0x03, 0x12, 0x04, 0x6c, 0x61, 0x74, 0x65, 0x18, 0x01]);
  expect(decodeAnswer('application/x-protobuf', bytes)).toEqual({ rejected: 3, message: 'late' });
  expect(decodeAnswer('application/x-protobuf', bytes.subarray(0, 5))).toEqual({ rejected: 0, message: '' });
  expect(decodeAnswer('application/json', Buffer.from('{"partialSuccess":{"rejectedLogRecords":1}}'))).toEqual({
    rejected: 1,
    message: '',
  });
  expect(decodeAnswer('application/json', Buffer.from('null'))).toEqual({ rejected: 0, message: '' });
  // google.rpc.Status { code: 3, message: "bad" }
  expect(decodeReason('application/x-protobuf', Buffer.from([0x08, 0x03, 0x12, 0x03, 0x62, 0x61, 0x64]))).toBe('bad');
  expect(decodeReason('text/plain', Buffer.from('no\u001B[31m\nway'))).toBe('no way');
  expect(decodeReason('text/html', Buffer.from('<h1>no</h1>'))).toBe('');
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-11-27T12:00:00Z');
  expect([
    waitOf('2', now),
    waitOf('Fri, 27 Nov 2026 12:00:05 GMT', now),
    waitOf('soon', now),
    waitOf(null, now),
  ]).toEqual([2000, 5000, undefined, undefined]);
});
