import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { readBlobs } from '../src/index.ts';

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
});
