import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { showLogs, type LogLine } from '../src/index.ts';

const line = (msg: string, level = 30): string =>
  `${JSON.stringify({ level, time: 1_795_748_875_601, script: 'cdev-one', version: '1.0.0', pid: 7, msg })}\n`;

describe('showLogs', () => {
  test('gives the last lines, those set aside before them, and passes over what is none', async () => {
    await using home = await tempFolder({
      'logs/cdev-one.log': `${line('c')}not JSON\n${line('d\u001B[2J', 50)}`,
      'logs/cdev-one.log.1': line('a') + line('b'),
    });
    const context = testContext({ cwd: home.path, home: home.path });
    const messages = async (lines: number) =>
      (await showLogs({ script: 'one', lines, follow: false }, context)).result.map(
        ({ message, level }) => `${level} ${message}`,
      );
    expect(await messages(50)).toEqual(['info a', 'info b', 'info c', 'error d']);
    expect(await messages(1)).toEqual(['error d']);
    await expect(showLogs({ script: '../one', lines: 1, follow: false }, context)).rejects.toMatchObject({
      code: 'CDEV_E_FRONT_NO_LOG',
    });
  });

  test('follows what is written, over a rotation, until it is interrupted', async () => {
    await using home = await tempFolder({ 'logs/cdev-one.log': line('before') });
    const file = join(home.path, 'logs/cdev-one.log');
    const seen: string[] = [];
    const abort = new AbortController();
    const live = {
      isTerminal: false,
      show: async () => {},
      append: async (lines: unknown) => void seen.push(...(lines as LogLine[]).map(({ message }) => message)),
    };
    const context = testContext({ cwd: home.path, home: home.path, signal: abort.signal, live });
    const following = showLogs({ script: 'cdev-one', lines: 9, follow: true }, context).catch(
      (error: unknown) => error,
    );
    const until = async (count: number): Promise<void> => {
      while (seen.length < count) await pause(10);
    };
    await until(1);
    const whole = line('in two parts');
    appendFileSync(file, whole.slice(0, 20));
    await pause(250);
    appendFileSync(file, whole.slice(20));
    await until(2);
    renameSync(file, `${file}.1`);
    writeFileSync(file, line('x'));
    await until(3);
    abort.abort();
    await following;
    expect(seen).toEqual(['before', 'in two parts', 'x']);
  });
});
