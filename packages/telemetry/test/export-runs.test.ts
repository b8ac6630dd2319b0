import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import type { TraceRequest } from '../src/otlp/otlp-data.ts';
import { logsOf, metricsOf, readJson, spansOf, startReceiver, take } from './receiver.ts';
import { failedRun, manyRuns, runRecord, writeRuns } from './runs.ts';
import { send } from './send.ts';

const plain = (attributes: readonly { key: string; value: object }[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]));

describe('what is sent', () => {
  test('is a span a run, with what the conventions say of processes, services and hosts', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    writeRuns(home.path, runRecord({ childCpu: 50 }), failedRun({ start: '2026-11-20T11:00:00.500Z' }));
    const env = { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=ci%20two,host.name=mine' };
    const { result, status } = await send(home.path, { endpoint: receiver.url, signals: ['traces'] }, { env });
    expect(status).toBe('ok');
    expect(result.signals).toMatchObject([{ signal: 'traces', records: 2, requests: 1, rejected: 0 }]);
    const [{ request, path } = { request: undefined, path: '' }] = receiver.received;
    expect(path).toBe('/v1/traces');
    const [group] = (request as TraceRequest).resourceSpans;
    expect(plain(group?.resource.attributes)).toEqual({
      'service.namespace': 'cdev',
      'service.name': 'cdev-greeting',
      'service.version': '1.0.0',
      'service.instance.id': 'ada',
      'host.name': 'mine',
      'host.arch': 'amd64',
      'os.type': 'linux',
      'process.runtime.name': 'nodejs',
      'process.runtime.version': '24.21.0',
      'deployment.environment.name': 'ci two',
    });
    const [good, bad] = receiver.spans();
    expect(good).toMatchObject({
      name: 'cdev-greeting say',
      kind: 1,
      startTimeUnixNano: '1795168800000000000',
      endTimeUnixNano: '1795168800200000000',
      status: { code: 0 },
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(plain(good?.attributes)).toEqual({
      'process.executable.name': 'cdev-greeting',
      'process.exit.code': '0',
      'process.pid': '7',
      'cdev.command': 'cdev-greeting say',
      'cdev.run.status': 'ok',
      'cdev.run.cpu_time': 0.1,
      'cdev.run.child_cpu_time': 0.05,
      'cdev.run.peak_memory': '50000000',
    });
    expect(bad).toMatchObject({ status: { code: 2, message: 'CDEV_E_A' } });
    expect(plain(bad?.attributes)).toMatchObject({ 'error.type': 'CDEV_E_A', 'process.exit.code': '3' });
  });

  test('is a log record for each failure, joined to its span', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    writeRuns(home.path, runRecord(), failedRun(), failedRun({ errorCode: undefined as never, pid: 8 }));
    await send(home.path, { endpoint: receiver.url });
    const logs = logsOf(receiver.received.find(({ signal }) => signal === 'logs')?.request);
    expect(logs.map(({ body }) => body)).toEqual([
      { stringValue: 'cdev-greeting say failed: CDEV_E_A' },
      { stringValue: 'cdev-greeting say failed: exit 3' },
    ]);
    const span = receiver.spans()[1];
    expect(logs[0]).toMatchObject({ traceId: span?.traceId, spanId: span?.spanId, severityNumber: 17 });
    expect(plain(logs[0]?.attributes)['log.record.uid']).toBe(span?.spanId);
  });

  test('is sums that go on where they stood, a point a day', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    const run = (start: string, duration: number) => runRecord({ start, duration });
    writeRuns(home.path, run('2026-11-20T10:00:00.000Z', 40), run('2026-11-20T12:00:00.000Z', 60_000));
    writeRuns(home.path, run('2026-11-21T10:00:00.000Z', 90_000_000));
    await send(home.path, { endpoint: receiver.url, signals: ['metrics'] });
    writeRuns(home.path, run('2026-11-23T10:00:00.000Z', 200));
    await send(home.path, { endpoint: receiver.url, signals: ['metrics'] });
    const [first, second] = receiver.received.map(({ request }) => metricsOf(request));
    const [duration, count, cpu, memory] = first ?? [];
    expect([duration, count, cpu, memory].map((metric) => [metric?.name, metric?.unit])).toEqual([
      ['cdev.run.duration', 's'],
      ['cdev.run.count', '{run}'],
      ['cdev.run.cpu.time', 's'],
      ['cdev.run.memory.peak', 'By'],
    ]);
    expect(duration).toMatchObject({
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [
          {
            count: '2',
            sum: 60.04,
            startTimeUnixNano: '1795168800000000000',
            bucketCounts: expect.arrayContaining(['1']),
          },
          { count: '3', sum: 90_060.04 },
        ],
      },
    });
    const [point] = duration && 'histogram' in duration ? duration.histogram.dataPoints : [];
    expect(point?.bucketCounts.map((each, at) => (each === '1' ? at : -1)).filter((at) => at >= 0)).toEqual([0, 9]);
    expect(point?.bucketCounts).toHaveLength((point?.explicitBounds.length ?? 0) + 1);
    expect(second?.[1]).toMatchObject({
      sum: { isMonotonic: true, dataPoints: [{ asInt: '4', startTimeUnixNano: '1795168800000000000' }] },
    });
    expect(second?.[2]).toMatchObject({ sum: { dataPoints: [{ asDouble: 0.4 }] } });
    expect(second?.[3]).toMatchObject({ gauge: { dataPoints: [{ asInt: '50000000' }] } });
  });

  test('says the same in protobuf and in JSON', async () => {
    await using home = await tempFolder();
    await using protobuf = await startReceiver();
    await using json = await startReceiver();
    writeRuns(home.path, runRecord({ childCpu: 1.5, command: 'cdev-greeting “größer”' }), failedRun({ host: 'bo' }));
    await send(home.path, { endpoint: protobuf.url });
    await send(home.path, { endpoint: json.url, protocol: 'json' });
    expect(protobuf.received.map(({ headers }) => headers['content-type'])).toEqual(
      Array(3).fill('application/x-protobuf'),
    );
    expect(protobuf.received.map(({ request }) => request)).toEqual(json.received.map(({ request }) => request));
    expect(protobuf.received).toHaveLength(3);
  });

  test('holds no credential that a record holds', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    writeRuns(home.path, failedRun({ command: `cdev-x ghp_${'a'.repeat(36)}`, host: 'http://u:secret@h' }));
    await send(home.path, { endpoint: receiver.url, protocol: 'json' });
    expect(receiver.received).toHaveLength(3);
    expect(JSON.stringify(receiver.received)).not.toMatch(/ghp_a|secret/);
  });
});

describe('what was sent', () => {
  test('is not sent again, and each receiver has its own place', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    await using other = await startReceiver();
    writeRuns(home.path, runRecord(), failedRun());
    await send(home.path, { endpoint: receiver.url });
    const { result } = await send(home.path, { endpoint: receiver.url });
    expect(result.signals.map(({ records }) => records)).toEqual([0, 0, 0]);
    writeRuns(home.path, runRecord({ pid: 8 }));
    await send(home.path, { endpoint: receiver.url });
    expect(receiver.received.map(({ signal }) => signal)).toEqual(['traces', 'metrics', 'logs', 'traces', 'metrics']);
    expect(new Set(receiver.spans().map(({ spanId }) => spanId)).size).toBe(3);
    expect(receiver.spans()).toHaveLength(3);
    await send(home.path, { endpoint: other.url, signals: ['traces'] });
    expect(other.spans()).toHaveLength(3);
  });

  test('goes again with the same ids when its answer was lost, and nothing is lost', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver((_, response) => void response.destroy());
    writeRuns(home.path, ...manyRuns(3));
    const options = { endpoint: receiver.url, signals: ['traces', 'metrics'] } as const;
    await expect(send(home.path, options)).rejects.toMatchObject({ code: 'CDEV_E_TELEMETRY_UNREACHABLE' });
    receiver.answerBy(take);
    await send(home.path, options);
    const [first, again] = receiver.received.map(({ request }) => spansOf(request).map(({ spanId }) => spanId));
    expect(first).toHaveLength(3);
    expect(again).toEqual(first);
  });

  test('is kept a request at a time: who is stopped goes on behind the last that was taken', async () => {
    await using home = await tempFolder();
    const abort = new AbortController();
    await using receiver = await startReceiver((received, response) => {
      if (receiver.received.length === 2) abort.abort(new Error('stopped'));
      else take(received, response);
    });
    writeRuns(home.path, ...manyRuns(1200));
    const options = { endpoint: receiver.url, signals: ['traces'] } as const;
    await expect(send(home.path, options, { signal: abort.signal })).rejects.toThrow('stopped');
    receiver.answerBy(take);
    const { result } = await send(home.path, options);
    expect(result.signals[0]).toMatchObject({ records: 700, requests: 2 });
    expect(new Set(receiver.spans().map(({ spanId }) => spanId)).size).toBe(1200);
    expect(receiver.received.map(({ request }) => spansOf(request).length)).toEqual([500, 500, 500, 200]);
  });

  test('is known no more when its file is damaged, and that is told', async () => {
    await using home = await tempFolder({ 'telemetry/.keep': '' });
    await using receiver = await startReceiver();
    writeRuns(home.path, runRecord());
    await send(home.path, { endpoint: receiver.url, signals: ['traces'] });
    const name = readdirSync(join(home.path, 'telemetry')).find((each) => each.startsWith('traces-')) ?? '';
    writeFileSync(join(home.path, 'telemetry', name), '{"schemaVersion":1');
    await expect(send(home.path, { endpoint: receiver.url })).rejects.toMatchObject({
      code: 'CDEV_E_TELEMETRY_CURSOR_UNREADABLE',
    });
  });
});

describe('without sending', () => {
  test('a dry run counts, and keeps nothing', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    writeRuns(home.path, runRecord(), failedRun());
    const { result } = await send(home.path, { endpoint: receiver.url, isDryRun: true });
    expect(result.signals.map(({ records }) => records)).toEqual([2, 2, 1]);
    expect([receiver.received.length, existsSync(join(home.path, 'telemetry'))]).toEqual([0, false]);
  });

  test('a file gets all of it, a request a line, whatever was sent', async () => {
    await using home = await tempFolder();
    writeRuns(home.path, failedRun({ start: '2026-11-01T10:00:00.000Z' }), ...manyRuns(501), failedRun({ pid: 9999 }));
    const { result } = await send(home.path, { output: 'out/runs.jsonl', since: 10 * 86_400_000 });
    expect(result.signals.map(({ records, requests }) => [records, requests])).toEqual([
      [502, 2],
      [502, 2],
      [1, 1],
    ]);
    const lines = readFileSync(join(home.path, 'out/runs.jsonl'), 'utf8').trim().split('\n');
    const requests = lines.map((line) => JSON.parse(line) as object);
    expect(requests.map((request) => Object.keys(request)[0])).toEqual([
      'resourceSpans',
      'resourceSpans',
      'resourceMetrics',
      'resourceMetrics',
      'resourceLogs',
    ]);
    const signals = ['traces', 'traces', 'metrics', 'metrics', 'logs'] as const;
    for (const [at, request] of requests.entries()) readJson(signals[at] ?? 'logs', request);
    const none = { output: 'none.jsonl', isDryRun: true };
    expect((await send(home.path, none)).result.signals[0]).toMatchObject({ records: 503 });
    expect(existsSync(join(home.path, 'none.jsonl'))).toBe(false);
  });
});
