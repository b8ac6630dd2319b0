import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { isProcessAlive, processStartTime } from '../../src/index.ts';

describe('isProcessAlive', () => {
  test('knows this process, and no process by an impossible id', () => {
    expect(isProcessAlive(process.pid, processStartTime(process.pid))).toBe(true);
    for (const pid of [0, -1, Number.NaN, 2 ** 30]) expect(isProcessAlive(pid)).toBe(false);
  });
});

// Elsewhere there is no /proc to ask.
(platform === 'linux' ? describe : describe.skip)('isProcessAlive on Linux', () => {
  test('does not take a later process of the same id for the one that was meant', () => {
    expect(isProcessAlive(process.pid, '1')).toBe(false);
    expect(Number(processStartTime(process.pid))).toBeGreaterThan(0);
  });

  test('counts a zombie as dead', async () => {
    // The shell's child ends at once; the shell becomes a program that never asks after it.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(line.toString());
    while (!/\) Z /.test(readFileSync(`/proc/${child}/stat`, 'utf8'))) await pause(20);
    expect(processStartTime(child)).not.toBe('');
    expect(isProcessAlive(child)).toBe(false);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(processStartTime(parent.pid ?? 0)).toBe('');
  });
});
