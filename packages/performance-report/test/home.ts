import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runRecordFile, type RunRecord } from '@cdev/core/cli';
import { random } from './synthetic.ts';

export interface Month {
  readonly script?: string;
  readonly host?: string;
  /** CPU in milliseconds by day. */
  readonly cpu: (day: number) => number;
  readonly version?: (day: number) => string;
  readonly days: number;
  readonly memory?: number;
  /** Milliseconds since 1970, the first day. */
  readonly from?: number;
}

/** Seven runs a day from 2026-09-01 on, with noise of four per cent. */
export function writeRuns(
  home: string,
  {
    script = 'cdev-one',
    host = 'ada',
    cpu,
    version = () => '1.0.0',
    days,
    memory = 50_000_000,
    from = Date.UTC(2026, 8, 1),
  }: Month,
): void {
  const next = random(42);
  for (let day = 0; day < days; day += 1)
    for (let run = 0; run < 7; run += 1) {
      const start = new Date(from + day * 86_400_000 + (8 + run) * 3_600_000).toISOString();
      const noise = 1 + 0.04 * (next() + next() + next() - 1.5) * 2;
      const record: RunRecord = {
        schemaVersion: 1,
        script,
        command: script,
        version: version(day),
        start,
        duration: cpu(day),
        cpu: Math.round(cpu(day) * noise),
        peakMemory: memory,
        status: 'ok',
        exitCode: 0,
        host,
        platform: 'linux-x64',
        node: 'v24.21.0',
      };
      append(runRecordFile(home, record), record);
    }
}

export function writeCalibration(home: string, host: string, cpu: number): void {
  append(join(home, 'calibrations.ndjson'), {
    schemaVersion: 1,
    time: '2026-10-01T00:00:00Z',
    host,
    hostClass: 'linux-x64, Test',
    node: 'v24.21.0',
    cpu,
  });
}

function append(file: string, line: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
