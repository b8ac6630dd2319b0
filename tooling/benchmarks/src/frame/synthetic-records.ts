import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { runRecordFile, type RunRecord } from '@cdev/core/cli';

/** The `at`-th of `count` runs of twenty scripts on three machines in a year: three in a hundred fail, each script has a version a month. */
export function syntheticRecord(at: number, count = 1): RunRecord {
  const random = (salt: number): number => (((at + 1) * 48_271 + salt * 104_729) % 65_537) / 65_537;
  const script = `cdev-script-${Math.floor(random(1) * 20)}`;
  const hasFailed = random(2) < 0.03;
  return {
    schemaVersion: 1,
    script,
    command: script,
    version: `1.${Math.floor((at / count) * 12)}.0`,
    start: new Date(Date.UTC(2025, 10, 1) + (at / count) * 365 * 86_400_000).toISOString(),
    duration: 200 + Math.round(random(3) * 100),
    cpu: 100 + Math.round(random(4) * 20),
    childCpu: Math.round(random(5) * 5) * 10,
    peakMemory: 90_000_000,
    host: `machine-${Math.floor(random(6) * 3)}`,
    platform: 'linux-x64',
    node: 'v24.21.0',
    pid: at % 60_000,
    repository: 'abcdef012345',
    status: hasFailed ? 'error' : 'ok',
    exitCode: hasFailed ? 1 : 0,
    ...(hasFailed && { errorCode: `CDEV_E_SCRIPT_${Math.floor(random(7) * 20)}` }),
  };
}

/** Puts that many records where the scripts would. */
export function writeSyntheticRecords(home: string, count: number): void {
  const texts = new Map<string, string[]>();
  for (let at = 0; at < count; at += 1) {
    const record = syntheticRecord(at, count);
    const file = runRecordFile(home, record);
    const lines = texts.get(file) ?? [];
    texts.set(file, lines);
    lines.push(`${JSON.stringify(record)}\n`);
  }
  for (const [file, lines] of texts) {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, lines.join(''));
  }
}
