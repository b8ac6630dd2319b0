import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { runRecordFile, type RunRecord } from '@cdev/core/cli';

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schemaVersion: 1,
    script: 'cdev-greeting',
    command: 'cdev-greeting say',
    version: '1.0.0',
    start: '2026-11-20T10:00:00.000Z',
    duration: 200,
    cpu: 100,
    peakMemory: 50_000_000,
    status: 'ok',
    exitCode: 0,
    host: 'ada',
    platform: 'linux-x64',
    node: 'v24.21.0',
    pid: 7,
    ...changes,
  };
}

export const failedRun = (changes: Partial<RunRecord> = {}): RunRecord =>
  runRecord({ status: 'error', exitCode: 3, errorCode: 'CDEV_E_A', ...changes });

/** @returns the journal of the first. */
export function writeRuns(home: string, ...records: readonly RunRecord[]): string {
  for (const record of records) {
    const file = runRecordFile(home, record);
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(record)}\n`);
  }
  return runRecordFile(home, records[0] ?? runRecord());
}

/** `count` runs that differ in their process. */
export function manyRuns(count: number): RunRecord[] {
  return Array.from({ length: count }, (_, pid) => runRecord({ pid }));
}
