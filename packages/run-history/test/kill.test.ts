import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openRunHistory } from '../src/index.ts';

const program = fileURLToPath(new URL('append-records.ts', import.meta.url));

// The long form is `pnpm bench run-records`: 200 kills.
test('three that write to one journal are killed in the middle: no record is lost that was said to be written', async () => {
  await using home = await tempFolder({ 'said/.keep': '' });
  const writers = [0, 1, 2].map((writer) => startWriter(home.path, writer));
  await Promise.all(writers.map(({ saidSome }) => saidSome()));
  for (const { child } of writers) child.kill('SIGKILL');
  await Promise.all(writers.map(({ ended }) => ended));
  const acknowledged = writers.flatMap(({ said }) => said());
  using history = await openRunHistory({ home: home.path });
  const kept = new Set(history.runs({ limit: 10_000_000 }).map(({ pid }) => pid));
  expect(acknowledged.length).toBeGreaterThanOrEqual(150);
  expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
});

function startWriter(home: string, number: number) {
  const file = join(home, 'said', `${number}.txt`);
  const words = ['--disable-warning=ExperimentalWarning', '--conditions=@cdev/source', program];
  const child = spawn(process.execPath, [...words, home, String(number * 1_000_000), file], { stdio: 'inherit' });
  const said = (): number[] => {
    try {
      return readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number);
    } catch {
      return [];
    }
  };
  return {
    child,
    said,
    ended: once(child, 'close'),
    saidSome: async () => {
      while (said().length < 50) await pause(5);
    },
  };
}
