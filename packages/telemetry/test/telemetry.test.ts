import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { health, telemetry } from '../src/index.ts';
import { startReceiver } from './receiver.ts';
import { failedRun, manyRuns, runRecord, writeRuns } from './runs.ts';
import { send } from './send.ts';

const statusOf = async (home: string) => (await telemetry(testContext({ cwd: home, home }))).result;

describe('the status', () => {
  test('of a home where nothing ever ran is empty, and makes nothing of what it looks for', async () => {
    await using home = await tempFolder();
    expect(await statusOf(home.path)).toEqual({
      home: home.path,
      records: 0,
      unreadable: 0,
      months: [],
      receivers: [],
    });
    expect(readdirSync(home.path)).not.toContain('telemetry');
  });

  test('has months, newest first, and of each receiver what it had and what waits for it', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    await using other = await startReceiver((_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ partialSuccess: { rejectedSpans: '1' } }));
    });
    writeRuns(home.path, runRecord({ start: '2026-09-03T10:00:00.000Z' }));
    const journal = writeRuns(home.path, ...manyRuns(3), failedRun());
    await send(home.path, { endpoint: receiver.url, signals: ['logs', 'traces'] });
    await send(home.path, { endpoint: other.url, signals: ['traces'] });
    const more = `${JSON.stringify(runRecord({ pid: 99 }))}\n`;
    appendFileSync(journal, `torn line\n${more}`);
    const found = await statusOf(home.path);
    expect(found).toMatchObject({ records: 6, unreadable: 1 });
    expect(found.months.map(({ month, journals }) => [month, journals])).toEqual([
      ['2026-11', 1],
      ['2026-09', 1],
    ]);
    const waiting = 'torn line\n'.length + more.length;
    const rows = found.receivers.map(({ signal, endpoint, sent, rejected, unsentBytes }) =>
      [signal, endpoint, sent, rejected, unsentBytes].join(' '),
    );
    expect(new Set(rows)).toEqual(
      new Set([
        `logs ${receiver.url}/v1/logs 1 0 ${waiting}`,
        `traces ${receiver.url}/v1/traces 5 0 ${waiting}`,
        `traces ${other.url}/v1/traces 5 1 ${waiting}`,
      ]),
    );
    // A torn line keeps nobody from what is behind it, and counts as read.
    await send(home.path, { endpoint: receiver.url, signals: ['traces'] });
    expect(receiver.spans().at(-1)).toMatchObject({ attributes: expect.anything() });
    expect(receiver.spans()).toHaveLength(6);
    const after = (await statusOf(home.path)).receivers.find(
      ({ signal, endpoint }) => signal === 'traces' && endpoint.startsWith(receiver.url),
    );
    expect(after).toMatchObject({ sent: 6, unsentBytes: 0 });
  });

  test('passes over a place that is damaged, or of another form', async () => {
    await using home = await tempFolder();
    await using receiver = await startReceiver();
    writeRuns(home.path, failedRun());
    await send(home.path, { endpoint: receiver.url });
    const folder = join(home.path, 'telemetry');
    const [first = '', second = ''] = readdirSync(folder).filter((name) => name.endsWith('.json'));
    writeFileSync(join(folder, first), '{');
    writeFileSync(
      join(folder, second),
      readFileSync(join(folder, second), 'utf8').replace('"schemaVersion":1', '"schemaVersion":2'),
    );
    mkdirSync(join(folder, 'traces-0123456789ab.json'));
    expect((await statusOf(home.path)).receivers).toHaveLength(1);
  });
});

test('health says what would be sent where: nowhere, or why it cannot be', async () => {
  await using home = await tempFolder();
  const endpoint = async (env: Record<string, string>) =>
    (await health(testContext({ cwd: home.path, home: home.path, env })))[1];
  expect(await endpoint({})).toMatchObject({ status: 'ok', detail: expect.stringContaining('nothing is sent') });
  expect(await endpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://x' })).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
    fix: expect.any(String),
  });
  expect(
    await endpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
  ).toMatchObject({ status: 'failed', detail: expect.stringContaining('grpc') });
});
