import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { marker, readArtefact } from '../src/artefact/read-artefact.ts';
import { tarStream } from '../src/artefact/tar-stream.ts';

async function unpack(folder: string, into: string): Promise<string> {
  const artefact = await readArtefact(folder);
  const parts: Buffer[] = [];
  for await (const part of tarStream(artefact)) parts.push(part as Buffer);
  await mkdir(into);
  execFileSync('tar', ['-xopf', '-', '-C', into], { input: Buffer.concat(parts) });
  return artefact.digest;
}

test('tar unpacks what was packed: programs, links, empty files and folders, names and links of every length', async () => {
  await using folder = await tempFolder({
    'a/run.sh': 'exit\n',
    'a/empty': '',
    'a/ü ñ.txt': 'x'.repeat(511),
    'a/-n': '',
  });
  const a = join(folder.path, 'a');
  await chmod(join(a, 'run.sh'), 0o700);
  await mkdir(join(a, 'nothing'));
  await symlink('run.sh', join(a, 'link'));
  await symlink(`./${'./'.repeat(80)}run.sh`, join(a, 'long link'));
  // Where the names of ustar end, and where a pax record's own length takes a digit more.
  for (const length of [85, 86, 87, 99, 100, 101, 150, 200]) await writeFile(join(a, 'n'.repeat(length)), `${length}`);
  const deep = join(a, ...Array.from({ length: 6 }, () => 'ö'.repeat(80)));
  await mkdir(deep, { recursive: true });
  for (let length = 1; length < 60; length += 1) await writeFile(join(deep, 'd'.repeat(length)), '');
  await writeFile(join(a, 'blocks'), Buffer.alloc(1024, 7));
  // Larger than what is read at once.
  await writeFile(join(a, 'large'), Buffer.alloc(4_000_001, 8));
  const into = join(folder.path, 'b');
  const digest = await unpack(a, into);
  execFileSync('rm', [join(into, marker)]);
  execFileSync('diff', ['-r', '--no-dereference', a, into]);
  expect((await readArtefact(into)).digest).toBe(digest);
  expect([(await stat(join(into, 'run.sh'))).mode & 0o777, (await stat(join(into, 'blocks'))).mode & 0o777]).toEqual([
    0o555, 0o444,
  ]);
  expect((await readdir(into)).length).toBe((await readdir(a)).length);
});

test('the last entry says what the archive is whole of', async () => {
  await using folder = await tempFolder({ 'a/one': '1' });
  const into = join(folder.path, 'b');
  const digest = await unpack(join(folder.path, 'a'), into);
  expect(execFileSync('cat', [join(into, marker)], { encoding: 'utf8' })).toBe(digest);
});

test.each([
  ['grew', (file: string) => writeFile(file, 'longer than it was')],
  ['shrank', (file: string) => truncate(file, 1)],
  ['has another content', (file: string) => writeFile(file, 'OTHER')],
])('a file that %s breaks the stream off before it is whole', async (_, change) => {
  await using folder = await tempFolder({ 'a/one': 'first', 'a/two': 'other' });
  const artefact = await readArtefact(join(folder.path, 'a'));
  await change(join(folder.path, 'a/two'));
  await expect(text(tarStream(artefact))).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_ARTEFACT_MOVED' });
});

test('a size that ustar has no room for stands in a pax header', async () => {
  await using folder = await tempFolder({ huge: '' });
  const size = 9_000_000_000;
  // Sparse: it takes no room, and only its beginning is read.
  await truncate(join(folder.path, 'huge'), size);
  const entry = { path: 'huge', kind: 'file', isProgram: false, size, content: '' } as const;
  const stream = tarStream({ folder: folder.path, entries: [entry], files: 1, bytes: size, digest: '' });
  for await (const part of stream) {
    const head = part as Buffer;
    expect(head.toString('latin1', 156, 157)).toBe('x');
    expect(head.toString('latin1', 512, 1024).replaceAll('\0', '')).toBe('19 size=9000000000\n');
    break;
  }
});
