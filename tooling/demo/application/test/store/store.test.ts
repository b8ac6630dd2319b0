import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileStore } from '../../src/store/file-store.ts';
import { memoryStore } from '../../src/store/store.ts';

describe('a collection', () => {
  test('gives back what was put into it, in order, until it is removed', () => {
    const cats = memoryStore().collection<string>('cats');
    cats.put('b', 'Mog');
    cats.put('a', 'Findus');
    assert.deepEqual(cats.all(), ['Mog', 'Findus']);
    assert.equal(cats.remove('b'), true);
    assert.equal(cats.remove('b'), false);
    assert.equal(cats.get('b'), undefined);
  });

  test('keeps copies, so that nobody changes a value behind its back', () => {
    const boxes = memoryStore().collection<{ size: number }>('boxes');
    const box = { size: 1 };
    boxes.put('a', box);
    box.size = 2;
    boxes.get('a')!.size = 3;
    assert.deepEqual(boxes.get('a'), { size: 1 });
  });
});

test('a file store still has everything when it is opened again, and leaves no other file behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'library '));
  try {
    fileStore(join(folder, 'library.json')).collection('books').put('1', { title: 'Pedro Páramo' });
    const reopened = fileStore(join(folder, 'library.json')).collection('books');
    assert.deepEqual(reopened.all(), [{ title: 'Pedro Páramo' }]);
    assert.deepEqual(readdirSync(folder), ['library.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
