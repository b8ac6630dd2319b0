import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import type { ExportRunsOptions } from '../src/index.ts';
import { say, spansOf, startReceiver, take } from './receiver.ts';
import { manyRuns, writeRuns } from './runs.ts';
import { send } from './send.ts';

test('nothing is sent where it cannot be remembered', async () => {
  await using place = await tempFolder({ home: 'no folder' });
  await using receiver = await startReceiver();
  await expect(send(join(place.path, 'home'), { endpoint: receiver.url })).rejects.toMatchObject({
    code: 'CDEV_E_TELEMETRY_NOT_WRITTEN',
  });
  expect(receiver.received).toEqual([]);
});

describe('a receiver that', () => {
  const one = async (
    answer: Parameters<typeof startReceiver>[0],
    options: Partial<ExportRunsOptions> = {},
    env = {},
  ) => {
    await using home = await tempFolder();
    await using receiver = await startReceiver(answer);
    writeRuns(home.path, ...manyRuns(3));
    const outcome = await send(home.path, { endpoint: receiver.url, signals: ['traces'], ...options }, { env }).catch(
      (error: unknown) => error as { code: string; message: string },
    );
    const known = existsSync(join(home.path, 'telemetry'))
      ? readdirSync(join(home.path, 'telemetry')).filter((name) => name.endsWith('.json')).length
      : 0;
    return { outcome, known, requests: receiver.received.length, spans: receiver.spans().length };
  };

  test('is busy is asked again when it says', async () => {
    let asked = 0;
    const { outcome, spans } = await one(
      (received, response) => {
        asked += 1;
        (asked === 1
          ? say(503, {}, { 'retry-after': '0' })
          : asked === 2
            ? say(429, {}, { 'retry-after': '0' })
            : take)(received, response);
      },
      { patience: 30_000 },
    );
    expect(outcome).toMatchObject({ status: 'ok', result: { signals: [{ records: 3, requests: 1 }] } });
    expect(spans).toBe(9);
  });

  test('is busy for longer than anybody waits is left for later', async () => {
    const { outcome, known, requests } = await one(say(429, {}, { 'retry-after': '3600' }), { patience: 30_000 });
    expect(outcome).toMatchObject({ status: 'pending', result: { signals: [{ records: 0, isBusy: true }] } });
    expect([known, requests]).toEqual([0, 1]);
  });

  test.each([
    [400, 'CDEV_E_TELEMETRY_REFUSED', 'refused 3 records of traces (400): no such tenant'],
    [404, 'CDEV_E_TELEMETRY_REFUSED', '(404): no such tenant'],
    [500, 'CDEV_E_TELEMETRY_REFUSED', '(500): no such tenant'],
    [301, 'CDEV_E_TELEMETRY_REFUSED', '(301)'],
    [401, 'CDEV_E_TELEMETRY_NOT_ALLOWED', '(401): no such tenant'],
  ])('answers %i is told, asked once, and has had nothing', async (status, code, words) => {
    const { outcome, known, requests } = await one(say(status, { message: 'no such\ntenant' }), { patience: 30_000 });
    expect(outcome).toMatchObject({ code, message: expect.stringContaining(words) });
    expect([known, requests]).toEqual([0, 1]);
  });

  test('repeats a key in its refusal does not get it shown', async () => {
    const answer = say(403, { message: 'the key very-secret-key is unknown' });
    const { outcome } = await one(answer, {}, { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=very-secret-key' });
    expect(outcome).toMatchObject({ message: expect.stringContaining('[redacted]') });
  });

  test('keeps only a part says so, and that part is not sent again', async () => {
    const partialSuccess = { rejectedSpans: '2', errorMessage: 'too old' };
    const { outcome, known } = await one(say(200, { partialSuccess }));
    expect(outcome).toMatchObject({ result: { signals: [{ records: 3, rejected: 2, message: 'too old' }] } });
    expect(known).toBe(1);
  });

  test('finds it too large gets halves', async () => {
    const { outcome, spans } = await one((received, response) =>
      (spansOf(received.request).length > 1 ? say(413) : take)(received, response),
    );
    expect(outcome).toMatchObject({ result: { signals: [{ records: 3, requests: 3 }] } });
    expect(spans).toBe(3 + 2 + 1 + 1 + 1);
    expect((await one(say(413))).outcome).toMatchObject({ code: 'CDEV_E_TELEMETRY_REFUSED' });
  });

  test('does not answer is not waited for longer than was said', async () => {
    const { outcome, known } = await one(() => {}, {}, { OTEL_EXPORTER_OTLP_TIMEOUT: '50' });
    expect(outcome).toMatchObject({
      code: 'CDEV_E_TELEMETRY_UNREACHABLE',
      message: expect.stringContaining('no answer in 0.05 s'),
    });
    expect(known).toBe(0);
  });

  test('answers without an end is heard only so far', async () => {
    const { outcome } = await one((_, response) => {
      response.writeHead(400, { 'content-type': 'text/plain' });
      response.write('no such tenant '.repeat(10_000));
    });
    expect(outcome).toMatchObject({ code: 'CDEV_E_TELEMETRY_REFUSED' });
    expect((outcome as { message: string }).message.length).toBeLessThan(700);
  });

  test('is not there cannot be reached', async () => {
    const { outcome } = await one(take, { endpoint: 'http://127.0.0.1:9' });
    expect(outcome).toMatchObject({
      code: 'CDEV_E_TELEMETRY_UNREACHABLE',
      message: expect.stringContaining('127.0.0.1:9'),
    });
  });
});
