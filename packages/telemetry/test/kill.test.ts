import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';
import { spansOf, startReceiver, take } from './receiver.ts';
import { manyRuns, writeRuns } from './runs.ts';
import { patient } from './send.ts';

const bin = fileURLToPath(new URL('../bin/cdev-telemetry.js', import.meta.url));

test('killed between a request and its answer it loses nothing, and repeats that request alone, with the same ids', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver((received, response) => {
    if (receiver.received.length < 3) take(received, response);
    else child.kill('SIGKILL');
  });
  writeRuns(home.path, ...manyRuns(2000));
  const words = ['export', '--endpoint', receiver.url, '--signals', 'traces'];
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...process.env, ...patient, CDEV_HOME: home.path },
    stdio: 'ignore',
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  receiver.answerBy(take);
  const run = await runBin('telemetry', words, { cwd: home.path, env: { ...patient, CDEV_HOME: home.path } });
  expect(transcript(run, { replace: [[receiver.url, 'http://receiver']] })).toContain(
    '✓ traces  1000 spans  2 requests',
  );
  const sent = receiver.received.map(({ request }) => spansOf(request).map(({ spanId }) => spanId));
  expect(sent.map(({ length }) => length)).toEqual([500, 500, 500, 500, 500]);
  expect(sent[3]).toEqual(sent[2]);
  expect(new Set(sent.flat()).size).toBe(2000);
});

test('sends nothing when it was not said where to', async () => {
  await using home = await tempFolder();
  const run = await runBin('telemetry', ['export'], { cwd: home.path });
  expect(transcript(run)).toBe(`$ cdev-telemetry export
exit 2
--- stderr
✗ No endpoint was named, so nothing was sent
  → Name one: cdev-telemetry export --endpoint http://localhost:4318
  → Or set OTEL_EXPORTER_OTLP_ENDPOINT
  → Or write to a file: --output runs.jsonl
  CDEV_E_TELEMETRY_NO_ENDPOINT
`);
});
