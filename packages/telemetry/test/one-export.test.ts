import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { silentProgress } from '@cdev/core/cli';
import { tempFolder } from '@cdev/test-kit';
import { resourceOf } from '../src/otlp/run-facts.ts';
import { say, startReceiver, take } from './receiver.ts';
import { runRecord, writeRuns } from './runs.ts';
import { send } from './send.ts';

test('following goes on with what comes until it is stopped', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver();
  writeRuns(home.path, runRecord());
  const abort = new AbortController();
  const shown: unknown[] = [];
  const append = async (result: unknown) => {
    shown.push(result);
    abort.abort(new Error('stopped'));
  };
  const live = { isTerminal: false, show: append, append };
  const following = send(home.path, { endpoint: receiver.url, follow: true }, { live, signal: abort.signal });
  await expect(following).rejects.toThrow(/abort|stopped/);
  expect(shown).toMatchObject([{ signals: [{ records: 1 }, { records: 1 }, { records: 0 }] }]);
});

test('passes over what ended before, for good', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver();
  writeRuns(home.path, runRecord({ start: '2026-11-01T10:00:00.000Z' }), runRecord());
  const options = { endpoint: receiver.url, signals: ['traces'] } as const;
  await send(home.path, { ...options, since: 10 * 86_400_000 });
  await send(home.path, options);
  expect(receiver.spans().map(({ startTimeUnixNano }) => startTimeUnixNano)).toEqual(['1795168800000000000']);
});

test('following waits for a receiver that is away, and ends when one refuses', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver(say(401));
  writeRuns(home.path, runRecord());
  const abort = new AbortController();
  const notes: string[] = [];
  const note = (text: string): void => {
    notes.push(text);
    abort.abort(new Error('stopped'));
  };
  const progress = { ...silentProgress, note };
  const away = { endpoint: 'http://127.0.0.1:9', follow: true };
  await expect(send(home.path, away, { progress, signal: abort.signal })).rejects.toThrow(/abort|stopped/);
  expect(notes).toEqual([expect.stringContaining('127.0.0.1:9')]);
  await expect(send(home.path, { endpoint: receiver.url, follow: true })).rejects.toMatchObject({
    code: 'CDEV_E_TELEMETRY_NOT_ALLOWED',
  });
});

test('two exports from one home do not send at once', async () => {
  await using home = await tempFolder();
  writeRuns(home.path, runRecord());
  let second: unknown;
  await using receiver = await startReceiver((received, response) => {
    void send(home.path, { endpoint: receiver.url }).then(
      () => (second = 'sent'),
      (error: { readonly code: string }) => {
        second = error.code;
        take(received, response);
      },
    );
  });
  await send(home.path, { endpoint: receiver.url, signals: ['traces'] });
  expect([second, receiver.received.length]).toEqual(['CDEV_E_GIT_LOCK_HELD', 1]);
});

test('a file that cannot be written is told, and none is left half written', async () => {
  await using home = await tempFolder({ taken: 'a file' });
  writeRuns(home.path, runRecord());
  await expect(send(home.path, { output: 'taken/runs.jsonl' })).rejects.toMatchObject({
    code: 'CDEV_E_TELEMETRY_NOT_WRITTEN',
    message: expect.stringContaining('taken'),
  });
  expect(readFileSync(join(home.path, 'taken'), 'utf8')).toBe('a file');
});

test.each([
  ['win32-x64', 'windows', 'amd64'],
  ['darwin-arm64', 'darwin', 'arm64'],
  ['linux-arm', 'linux', 'arm32'],
  ['sunos-ia32', 'solaris', 'x86'],
])('a machine of %s is called by the names of the conventions: %s, %s', (platform, system, architecture) => {
  const { attributes } = resourceOf(runRecord({ platform }), {});
  const textOf = (name: string) => Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
  expect([textOf('os.type'), textOf('host.arch')]).toEqual([system, architecture]);
});

test('a clock that was set back while a script ran makes no span that ends before it began', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver();
  writeRuns(home.path, runRecord({ duration: -5000 }), runRecord({ duration: 0.4, pid: 8 }));
  await send(home.path, { endpoint: receiver.url, signals: ['traces', 'metrics'] });
  for (const { startTimeUnixNano, endTimeUnixNano } of receiver.spans())
    expect(endTimeUnixNano).toBe(startTimeUnixNano);
  expect(receiver.spans()).toHaveLength(2);
});
