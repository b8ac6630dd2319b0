import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Io } from '../../src/cli/index.ts';
import { typeIn } from './greeting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev core ü-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (argv: string[], changes: Partial<Io> = {}) => typeIn(folder, argv, changes);

describe('a file that the system refuses', () => {
  test('calls a file that the system refuses what it is, and a refusal of anything else a defect', async () => {
    for (const [code, reason, step] of [
      ['EACCES', 'permission denied', "ls -ld '/a b/ü'"],
      ['ENOSPC', 'no space left on device', "df -h '/a b/ü'"],
      ['EROFS', 'read-only file system', "findmnt --target '/a b/ü'"],
    ] as const) {
      const { exitCode, err } = await start([`refused by the system: ${code}`]);
      expect(exitCode).toBe(3);
      expect(err).toContain(`/a b/ü: ${reason}`);
      expect(err).toContain(step);
      expect(err).toContain('CDEV_E_CLI_FILE_REFUSED');
    }
    expect((await start(['refused by the system: ENOENT'])).exitCode).toBe(70);
    expect((await start([`not made: ${join(folder, 'a/b')}`])).exitCode).toBe(70);
  });
});

// The superuser may write wherever the disk lets anybody.
const asUser = process.getuid?.() === 0 || process.platform === 'win32' ? describe.skip : describe;
asUser('a folder that the system refuses', () => {
  test('is told as that, though Node says that its parent is missing', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o500 });
    const { exitCode, err } = await start([`not made: ${join(closed, 'a/b')}`]);
    expect(exitCode).toBe(3);
    expect(err).toContain('closed/a/b: permission denied');
  });
});

// A disk that is always full is a device of Linux.
const onLinux = process.platform === 'linux' ? describe : describe.skip;
onLinux('a full disk', () => {
  test('is told as what it is, though Node does not know which file was written', async () => {
    const { exitCode, err } = await start(['full']);
    expect(exitCode).toBe(3);
    expect(err).toContain('A file that was written: no space left on device');
    expect(err).toContain('df -h');
  });
});
