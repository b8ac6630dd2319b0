import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { create, Header, Pax } from 'tar';
import { readTarball, unpackTarball } from '../src/index.ts';

interface Part {
  readonly path: string;
  readonly content?: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'Directory' | 'CharacterDevice';
  readonly linkpath?: string;
  readonly mode?: number;
  readonly claimedSize?: number;
}

/** An archive as it is asked for, sound or not. */
function archive(parts: readonly Part[]): Buffer {
  const blocks = parts.flatMap(({ path, content = '', type = 'File', linkpath = '', mode = 0o644, claimedSize }) => {
    const data = Buffer.from(content);
    const header = new Header({ path, type, linkpath, mode, size: claimedSize ?? data.length, mtime: new Date(0) });
    const block = Buffer.alloc(512);
    const needsPax = header.encode(block, 0);
    const pax = needsPax ? [new Pax({ path, linkpath, size: claimedSize ?? data.length }).encode()] : [];
    const padding = Buffer.alloc((512 - (data.length % 512)) % 512);
    return [...pax, block, data, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const manifest: Part = { path: 'package/package.json', content: '{"name":"a","version":"1.0.0"}' };
const tarball = (...parts: readonly Part[]): Buffer => gzipSync(archive([manifest, ...parts]));
const codeOf = (bytes: Buffer, options?: Parameters<typeof readTarball>[1]): string => {
  try {
    readTarball(bytes, options);
    return 'accepted';
  } catch (error) {
    return `${(error as { code?: string }).code?.replace('CDEV_E_PACKAGE_TARBALL_', '')}: ${(error as Error).message}`;
  }
};

describe('readTarball', () => {
  test('gives files, links and folders with their permissions, and the digests that registries have', () => {
    const long = `${'a'.repeat(90)}/${'b'.repeat(120)}/ü.js`;
    const bytes = tarball(
      { path: 'package/bin/a.js', content: 'x', mode: 0o755 },
      { path: `package/${long}`, content: 'long' },
      { path: 'package/link', type: 'SymbolicLink', linkpath: '../../etc/passwd' },
      { path: 'package/folder/', type: 'Directory' },
      { path: 'package/device', type: 'CharacterDevice' },
    );
    const read = readTarball(bytes);
    expect(read).toMatchObject({ name: 'a', version: '1.0.0', size: bytes.length, unpackedSize: 30 + 1 + 4 });
    expect(read.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
    expect(read.shasum).toMatch(/^[0-9a-f]{40}$/);
    expect(read.entries.get('bin/a.js')).toMatchObject({ type: 'file', mode: 0o755, size: 1 });
    expect(read.entries.get(long)?.data.toString()).toBe('long');
    expect(read.entries.get('link')).toMatchObject({ type: 'symlink', target: '../../etc/passwd', size: 0 });
    expect(read.entries.get('folder')?.type).toBe('folder');
    expect(read.entries.has('device')).toBe(false);
  });

  test('reads what other archivers write: another folder at the top, no gzip, the same path twice', () => {
    const parts = [
      { ...manifest, path: 'prettier-3/package.json' },
      { path: 'prettier-3/a.js', content: 'first' },
      { path: 'prettier-3/a.js', content: 'second' },
    ];
    const read = readTarball(archive(parts));
    expect(read.entries.get('a.js')?.data.toString()).toBe('second');
    expect([...read.entries.keys()]).toEqual(['package.json', 'a.js']);
  });

  test('agrees with the tar library on an archive that it made', async () => {
    await using folder = await tempFolder({
      'package/package.json': manifest.content!,
      [`package/${'deep/'.repeat(30)}${'x'.repeat(120)}`]: 'deep',
    });
    for (const portable of [true, false]) {
      const made = create({ cwd: folder.path, gzip: true, portable }, ['package']);
      const read = readTarball(Buffer.concat(await made.collect()));
      expect([...read.entries.values()].filter(({ type }) => type === 'file').map(({ path }) => path)).toEqual(
        expect.arrayContaining(['package.json', `${'deep/'.repeat(30)}${'x'.repeat(120)}`]),
      );
    }
  });

  test.each([
    ['package/../../x', 'leads out of the package'],
    ['../x', 'leads out of the package'],
    ['/etc/passwd', 'is an absolute path'],
    ['C:\\Windows\\x', 'is an absolute path'],
    ['package\\..\\..\\x', 'leads out of the package'],
  ])('refuses %s', (path, problem) => {
    expect(codeOf(tarball({ path }))).toBe(
      `UNSAFE: The tarball is not safe to unpack: ${JSON.stringify(path)} ${problem}`,
    );
  });

  test('refuses what unpacks without end, before it is unpacked', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
    expect(codeOf(bomb, { maxUnpackedSize: 2 ** 20 })).toBe(
      'TOO_LARGE: The tarball has more bytes unpacked, more than the 1 MiB that are read',
    );
    const many = Array.from({ length: 20 }, (_, index) => ({ path: `package/${index}` }));
    expect(codeOf(tarball(...many), { maxEntries: 10 })).toMatch(/^TOO_LARGE: .*10 entries/);
  });

  test('refuses what is damaged, at every length and at every kind of damage', () => {
    const whole = archive([manifest, { path: 'package/a', content: 'x'.repeat(600) }]);
    expect(codeOf(whole.subarray(0, 512 * 4))).toMatch(/UNREADABLE: .*ends in the middle/);
    expect(codeOf(gzipSync(whole).subarray(0, 60))).toMatch(/^UNREADABLE/);
    expect(codeOf(Buffer.from('<html>not found</html>'))).toMatch(/UNREADABLE: .*no gzip/);
    expect(codeOf(Buffer.alloc(0))).toMatch(/UNREADABLE/);
    expect(codeOf(tarball({ path: 'package/a', claimedSize: 2 ** 33 }))).toMatch(/UNREADABLE: .*ends in the middle/);
    const flipped = Buffer.from(whole);
    flipped[3] = 0x21;
    expect(codeOf(flipped)).toMatch(/UNREADABLE: .*header at byte 0 is damaged/);
    const record = archive([manifest, { path: `package/${'x'.repeat(200)}ü` }]);
    const at = record.indexOf('path=');
    record.write('99999999 ', at - 9);
    expect(codeOf(record)).toMatch(/^UNREADABLE/);
  });

  test('no damage to single bytes ends in anything but an answer or a coded error', () => {
    const sound = archive([manifest, { path: `package/${'y'.repeat(150)}`, content: 'z' }]);
    let seed = 7;
    for (let round = 0; round < 3000; round += 1) {
      const broken = Buffer.from(sound);
      for (let flips = 0; flips < 3; flips += 1) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        broken[seed % broken.length] = (seed >> 8) & 0xff;
      }
      expect(codeOf(broken)).toMatch(/^(?:accepted|UNREADABLE|UNSAFE|MANIFEST_INVALID|TOO_LARGE)/);
    }
  });

  test('refuses a tarball without a usable manifest', () => {
    expect(codeOf(gzipSync(archive([{ path: 'package/a' }])))).toMatch(/MANIFEST_INVALID: .*there is none/);
    for (const [content, problem] of [
      ['{', 'package.json:1:2'],
      ['{"name":"a"}', 'it has no version'],
      ['{"version":"1.0.0"}', 'it has no name'],
      ['{"name":["a"],"version":"1.0.0"}', '"name" must be a text'],
    ] as const) {
      const message = codeOf(gzipSync(archive([{ path: 'package/package.json', content }])));
      expect(message).toMatch(/^MANIFEST_INVALID/);
      expect(message).toContain(problem);
    }
  });
});

describe('unpackTarball', () => {
  test('writes the files inside the folder only, with the rights npm gives, and no links', async () => {
    await using folder = await tempFolder();
    const inside = join(folder.path, 'new', 'inside');
    await unpackTarball(
      readTarball(
        tarball(
          { path: 'package/bin/a.js', content: '#!', mode: 0o711 },
          { path: 'package/secret', content: 's', mode: 0o600 },
          { path: 'package/link', type: 'SymbolicLink', linkpath: '/etc' },
          { path: 'package/link/x', content: 'through a link' },
        ),
      ),
      inside,
    );
    expect((await stat(join(inside, 'bin/a.js'))).mode & 0o777).toBe(0o755);
    expect((await stat(join(inside, 'secret'))).mode & 0o777).toBe(0o644);
    expect(await readFile(join(inside, 'link/x'), 'utf8')).toBe('through a link');
    expect((await readdir(inside)).sort()).toEqual(['bin', 'link', 'package.json', 'secret']);
  });

  test('a place where nothing can be written is an error that names it', async () => {
    await using folder = await tempFolder({ taken: '' });
    await expect(unpackTarball(readTarball(tarball()), join(folder.path, 'taken'))).rejects.toMatchObject({
      code: 'CDEV_E_PACKAGE_TARBALL_UNWRITABLE',
    });
  });
});
