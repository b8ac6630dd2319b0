import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { openRepository, readBlobs } from '../src/index.ts';

describe('readBlobs', () => {
  test('reads blobs by id as they are, and leaves out what is none', async () => {
    const bytes = Uint8Array.from([0, 255, 10, 13, 10]);
    await using repo = await tempRepo({ 'a b.txt': 'one\n', 'ü.bin': bytes, empty: '' });
    const oid = (path: string) => repo.git('rev-parse', `HEAD:${path}`);
    const [text, binary, empty] = [await oid('a b.txt'), await oid('ü.bin'), await oid('empty')];
    const blobs = await readBlobs(repo.path, [text, binary, text, empty, await oid(''), 'f'.repeat(40)]);
    expect(Object.fromEntries([...blobs].map(([id, content]) => [id, [...content]]))).toEqual({
      [text]: [...Buffer.from('one\n')],
      [binary]: [...bytes],
      [empty]: [],
    });
    expect(await readBlobs(repo.path, [])).toEqual(new Map());
  });

  test('of an opened repository reads those that lie open without git, and asks it for packed ones, trees and broken ones', async () => {
    await using repo = await tempRepo({ 'packed.txt': 'packed\n' });
    await repo.git('gc', '--quiet');
    await repo.write({ 'open.txt': 'öffen\n', empty: '' });
    await repo.git('add', '.');
    const repository = await openRepository(repo.path);
    const [open, packed, empty] = await Promise.all(
      ['open.txt', 'packed.txt', 'empty'].map((path) => repo.git('rev-parse', `:${path}`)),
    );
    const trace = join(repo.path, '.git', 'trace');
    const read = async (...oids: readonly string[]): Promise<object> => {
      const blobs = await readBlobs(repository, oids);
      return Object.fromEntries([...blobs].map(([oid, content]) => [oid, content.toString('utf8')]));
    };
    process.env['GIT_TRACE'] = trace;
    try {
      expect(await read(open!, empty!)).toEqual({ [open!]: 'öffen\n', [empty!]: '' });
      await expect(readFile(trace)).rejects.toMatchObject({ code: 'ENOENT' });
      const tree = await repo.git('write-tree');
      expect(await read(packed!, open!, tree)).toEqual({ [open!]: 'öffen\n', [packed!]: 'packed\n' });
    } finally {
      delete process.env['GIT_TRACE'];
    }
    const file = join(repo.path, '.git/objects', open!.slice(0, 2), open!.slice(2));
    await chmod(file, 0o644);
    await writeFile(file, 'broken');
    // As git itself has it, which finds no object there.
    expect(await read(open!)).toEqual({});
  });

  test('reads many by one git', async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.txt`, `content ${at}\n`]));
    await using repo = await tempRepo(files);
    const lines = (await repo.git('ls-tree', 'HEAD')).split('\n');
    const oids = lines.map((line) => line.split(/\s/)[2] ?? '');
    const blobs = await readBlobs(await openRepository(repo.path), oids);
    expect([...blobs.values()].map(String).toSorted()).toEqual(Object.values(files).toSorted());
  });
});
