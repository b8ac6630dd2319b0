import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { runRecordFile, type RunRecord } from '@cdev/core/cli';

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schemaVersion: 1,
    script: 'cdev-greeting',
    command: 'cdev-greeting',
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
    ...changes,
  };
}

/** Puts records, and text that is none, where scripts put them. @returns the journal of the first. */
export function journal(home: string, ...lines: readonly (RunRecord | string)[]): string {
  const first = lines.find((line) => typeof line !== 'string') ?? runRecord();
  const file = runRecordFile(home, first);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));
  return file;
}
