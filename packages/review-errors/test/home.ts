import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runRecordFile, type RunRecord } from '@cdev/core/cli';

export interface Failure {
  readonly start: string;
  readonly script?: string;
  readonly version?: string;
  readonly host?: string;
  readonly code?: string;
  readonly pid: number;
  /** What the log says; without it the log is lost. */
  readonly said?: Readonly<Record<string, unknown>>;
  /** The record is lost. */
  readonly logOnly?: true;
}

/** Leaves what a script leaves that failed: a run record and a line of its log. */
export function fail(home: string, failure: Failure): void {
  const {
    start,
    script = 'cdev-one',
    version = '1.0.0',
    host = 'ada',
    code = 'CDEV_E_ONE_LOST',
    pid,
    said,
    logOnly,
  } = failure;
  const record: RunRecord = {
    schemaVersion: 1,
    script,
    command: script,
    version,
    start,
    duration: 100,
    cpu: 50,
    peakMemory: 1,
    status: 'error',
    exitCode: 1,
    errorCode: code,
    host,
    platform: 'linux-x64',
    node: 'v24.21.0',
    pid,
  };
  if (!logOnly) append(runRecordFile(home, record), record);
  if (said)
    append(join(home, 'logs', `${script}.log`), {
      level: 50,
      time: Date.parse(start) + 90,
      script,
      version,
      pid,
      code,
      kind: 'failure',
      steps: ['Look for it'],
      msg: said['message'],
      ...said,
    });
}

export function append(file: string, line: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
}
