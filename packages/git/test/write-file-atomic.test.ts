import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { writeFileAtomic } from '../src/index.ts';

describe('writeFileAtomic', () => {
  test('writes text, bytes or pieces of them, and leaves nothing beside the file', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'ä b.json');
    await writeFileAtomic(file, 'one');
    await writeFileAtomic(file, Buffer.from('two'));
    expect(await readFile(file, 'utf8')).toBe('two');
    await writeFileAtomic(file, [Buffer.from('th'), 'r', Buffer.from('ee')], { isDurable: false });
    expect(await readFile(file, 'utf8')).toBe('three');
    expect(await readdir(folder.path)).toEqual(['ä b.json']);
  });

  test('keeps the permissions of the old file, or sets those it is given', async () => {
    await using folder = await tempFolder({ run: 'a' });
    const file = join(folder.path, 'run');
    await chmod(file, 0o750);
    await writeFileAtomic(file, 'b');
    expect((await stat(file)).mode & 0o777).toBe(0o750);
    await writeFileAtomic(file, 'c', { mode: 0o600 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('never shows half a file to a reader', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'state');
    await writeFileAtomic(file, 'a'.repeat(200_000));
    const writes = Array.from({ length: 10 }, (_, at) => writeFileAtomic(file, String(at).repeat(200_000)));
    const seen = new Set<string>();
    for (let at = 0; at < 50; at += 1) seen.add([...new Set(await readFile(file, 'utf8'))].join(''));
    await Promise.all(writes);
    expect([...seen].every((letters) => letters.length === 1)).toBe(true);
    expect(await readdir(folder.path)).toEqual(['state']);
  });

  test('leaves the old file and no other when it fails', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'a folder');
    await mkdir(file);
    await folder.write({ 'a folder/x': 'x' });
    await expect(writeFileAtomic(file, 'y')).rejects.toHaveProperty('code');
    await expect(writeFileAtomic(join(folder.path, 'absent', 'x'), 'y')).rejects.toHaveProperty('code', 'ENOENT');
    expect(await readdir(folder.path)).toEqual(['a folder']);
  });
});
