import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lazyLog } from '../../src/log/lazy-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev lazy log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function messages(file: string): string[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
}

test('a log that nothing is written to leaves no file and no folder', async () => {
  const file = join(folder, 'logs/a.log');
  const log = lazyLog({ script: 'a', version: '1', file, level: 'info' });
  log.debug('not wanted');
  await log.settled();
  expect(existsSync(join(folder, 'logs'))).toBe(false);
});

test('what is reported while it opens is written in order, and what comes later at once', async () => {
  const file = join(folder, 'a.log');
  const told: string[] = [];
  const log = lazyLog({
    script: 'a',
    version: '1',
    file,
    level: 'info',
    echo: (level, text) => told.push(`${level} ${text}`),
  });
  log.info('one', { token: `ghp_${'A1b2C3d4'.repeat(5)}` });
  log.debug('not wanted');
  log.error('two');
  await log.settled();
  expect(messages(file)).toEqual(['one', 'two']);
  log.warn('three');
  expect(messages(file)).toEqual(['one', 'two', 'three']);
  expect(readFileSync(file, 'utf8')).toContain('"token":"[redacted]"');
  expect(told).toEqual(['info one', 'error two', 'warn three']);
});

test('a file that cannot be opened fails nothing', async () => {
  const log = lazyLog({ script: 'a', version: '1', file: join(folder, 'is\0bad', 'a.log'), level: 'debug' });
  log.debug('one');
  await expect(log.settled()).resolves.toBeUndefined();
});
