import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { readyMarker } from '../src/ready-marker.ts';

const long = 30_000;

describe('a ready marker', () => {
  test('that is a file holds when it has been written since, not when it was there', async () => {
    await using folder = await tempFolder({ ready: 'of an earlier setup' });
    const again = await readyMarker('file:ready', { path: folder.path, timeLimit: 0 });
    await expect(again.wait()).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_NOT_READY' });
    await writeFile(join(folder.path, 'ready'), 'now, and longer than before');
    await again.wait();
    const fresh = await readyMarker('file:./sub/../new', { path: folder.path, timeLimit: long });
    const waiting = fresh.wait();
    await writeFile(join(folder.path, 'new'), '');
    await waiting;
  });

  test('that is a port holds when something listens there', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const port = String((server.address() as AddressInfo).port);
    const env = { CDEV_PORT: port };
    await (await readyMarker('port', { path: '/', env, timeLimit: 0 })).wait();
    await (await readyMarker(`port:${port}`, { path: '/', timeLimit: 0 })).wait();
    await new Promise((closed) => server.close(closed));
    const gone = await readyMarker('port', { path: '/', env, timeLimit: 0 });
    await expect(gone.wait()).rejects.toMatchObject({ message: expect.stringContaining('within 0 s') });
  });

  test('that is a command is asked until it ends with 0, in the worktree and with its environment', async () => {
    await using folder = await tempFolder();
    const command = 'echo x >> asked; [ "$(wc -l < asked)" -ge "$TIMES" ]';
    const marker = await readyMarker(command, { path: folder.path, env: { TIMES: '3' }, timeLimit: long });
    await marker.wait();
    const signal = AbortSignal.abort();
    const interrupted = await readyMarker('false', { path: folder.path, timeLimit: long, signal });
    await expect(interrupted.wait()).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_INTERRUPTED' });
  });

  test.each([
    ['file:', 'it names no file in the worktree'],
    ['file:../outside', 'it names no file in the worktree'],
    ['file:/etc/passwd', 'it names no file in the worktree'],
    ['port', 'the workspace has no port'],
    ['port:http', '"http" is no port'],
    ['port:70000', '"70000" is no port'],
    [' ', 'it is empty'],
  ])('that says nothing is refused: %s', async (marker, reason) => {
    await expect(readyMarker(marker, { path: '/', timeLimit: 0 })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_READY_UNKNOWN',
      message: expect.stringContaining(reason),
    });
  });
});
