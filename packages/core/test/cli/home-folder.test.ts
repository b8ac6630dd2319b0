import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand, runRecordFile, type Io } from '../../src/cli/index.ts';
import { greeting, recordingIo } from './greeting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function start(argv: string[], changes: Partial<Io> = {}) {
  const { io } = recordingIo(folder, changes);
  return { exitCode: await runCommand(greeting, '1.2.3', argv, io) };
}

describe('what a run leaves in the home folder', () => {
  test('is one record a run', async () => {
    await start(['Ada']);
    await start(['refused']);
    await start(['--health']);
    const file = runRecordFile(join(folder, '.cdev'), {
      script: 'cdev-greeting',
      host: hostname(),
      start: '2026-11-22T10:00:00.000Z',
    });
    const records = readFileSync(file, 'utf8').trim().split('\n');
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      { schemaVersion: 1, version: '1.2.3', start: '2026-11-22T10:00:00.000Z', status: 'ok', exitCode: 0 },
      { status: 'error', exitCode: 3, errorCode: 'CDEV_E_GREETING_REFUSED' },
      { command: 'cdev-greeting --health', status: 'ok', pid: process.pid },
    ]);
  });

  test('an empty CDEV_HOME is none: nothing is left in the folder where it runs', async () => {
    const before = readdirSync(folder);
    expect(await start(['Ada'], { env: { CDEV_HOME: '' } })).toMatchObject({ exitCode: 0 });
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['.cdev']);
  });

  test('goes on when the home folder cannot be written', async () => {
    writeFileSync(join(folder, 'blocked'), '');
    expect(await start(['Ada'], { env: { CDEV_HOME: join(folder, 'blocked') } })).toMatchObject({ exitCode: 0 });
  });
});
