import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { isUnfilled, markFilled, markUnfilled, nameWriter, writerGone } from '../../src/worktree/unfilled-mark.ts';

describe('the mark of an unfilled worktree', () => {
  test('is there until it is filled', async () => {
    await using folder = await tempFolder();
    expect(await isUnfilled(folder.path)).toBe(false);
    await markUnfilled(folder.path);
    nameWriter(folder.path, process.pid);
    expect(await isUnfilled(folder.path)).toBe(true);
    await markFilled(folder.path);
    await markFilled(folder.path);
    expect(await isUnfilled(folder.path)).toBe(false);
  });

  test('makes others wait for the process that writes, as long as it lives', async () => {
    await using folder = await tempFolder();
    const writer = spawn('sleep', ['0.3']);
    nameWriter(folder.path, writer.pid ?? 0);
    let hasEnded = false;
    writer.on('exit', () => (hasEnded = true));
    const ended = once(writer, 'exit');
    await writerGone({ path: 'x', gitDir: folder.path });
    await ended;
    expect(hasEnded).toBe(true);
    expect(writer.exitCode).toBe(0);
  });

  test('does not hold up anybody for a process that is gone or was never named', async () => {
    await using folder = await tempFolder({ 'cdev-unfilled': '2 another-start' });
    await writerGone({ path: 'x', gitDir: folder.path });
    await markUnfilled(folder.path);
    await writerGone({ path: 'x', gitDir: folder.path });
    expect(await isUnfilled(folder.path)).toBe(true);
  });

  test('lets a waiting run be interrupted', async () => {
    await using folder = await tempFolder();
    nameWriter(folder.path, process.pid);
    const signal = AbortSignal.timeout(30);
    await expect(writerGone({ path: 'x', gitDir: folder.path, signal })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_INTERRUPTED',
    });
  });
});
