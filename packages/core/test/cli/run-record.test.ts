import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { machineFacts, runRecordFile, writeRunRecord, type RunRecord } from '../../src/cli/run-record.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const record: RunRecord = {
  schemaVersion: 1,
  script: 'cdev-greeting',
  command: 'cdev-greeting list',
  version: '1.2.3',
  start: '2026-11-22T10:00:00.000Z',
  duration: 12,
  status: 'ok',
  exitCode: 0,
  ...machineFacts('/'),
  host: 'a/b:c',
};

describe('writeRunRecord', () => {
  test('appends to the journal of script, machine and month', () => {
    expect(writeRunRecord(home, record)).toBe(true);
    expect(writeRunRecord(home, { ...record, start: '2026-12-01T00:00:00.000Z' })).toBe(true);
    expect(writeRunRecord(home, { ...record, exitCode: 1 })).toBe(true);
    const lines = readFileSync(join(home, 'runs/cdev-greeting/a_b_c-2026-11.ndjson'), 'utf8').split('\n');
    expect(lines.map((line) => line && (JSON.parse(line) as RunRecord).exitCode)).toEqual([0, 1, '']);
    expect(runRecordFile(home, { ...record, start: '2026-12-01T00:00:00.000Z' })).toMatch(/a_b_c-2026-12\.ndjson$/);
  });

  test('says no, and does not throw, where nothing can be written', () => {
    writeFileSync(join(home, 'runs'), '');
    expect(writeRunRecord(home, record)).toBe(false);
  });
});

describe('machineFacts', () => {
  test('counts the CPU of programs that were waited for', () => {
    const before = machineFacts(home);
    execFileSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 150_000);']);
    const after = machineFacts(home);
    if (process.platform !== 'linux') expect(after.childCpu).toBeUndefined();
    else expect((after.childCpu ?? 0) - (before.childCpu ?? 0)).toBeGreaterThanOrEqual(140);
  });

  test('names a repository by the checksum of its path, and nothing outside of one', () => {
    expect(machineFacts(home).repository).toBeUndefined();
    execFileSync('git', ['init', '--quiet', home]);
    expect(machineFacts(home).repository).toBe(crc32(home).toString(16).padStart(8, '0'));
  });
});
