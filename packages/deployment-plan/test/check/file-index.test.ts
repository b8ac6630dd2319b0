import { describe, expect, test } from '@jest/globals';
import { createFileIndex } from '../../src/check/file-index.ts';
import { matchesPattern } from '../../src/index.ts';
import { random } from '../random.ts';

const { below, pick } = random(11);

describe('createFileIndex', () => {
  test('finds just what looking at every path finds', () => {
    const segment = (): string =>
      Array.from({ length: 1 + below(2) }, () => pick(['a', 'b', '-', 'ä', '[', ']'])).join('');
    const paths = Array.from({ length: 300 }, () => Array.from({ length: 1 + below(3) }, segment).join('/'));
    const index = createFileIndex(paths);
    const parts = ['a', 'b', 'a*', '**', '*', '?', '[ab]', '{a,b}', 'a\\-'];
    for (let round = 0; round < 300; round += 1) {
      const pattern = Array.from({ length: 1 + below(3) }, () => pick(parts)).join('/');
      const expected = [...new Set(paths)].filter((path) => matchesPattern(pattern, path));
      const found = [...index.matching(pattern)];
      if (found.toSorted().join('\n') !== expected.toSorted().join('\n'))
        throw new Error(`${pattern}: ${found.join(' ')} instead of ${expected.join(' ')}`);
      expect(index.matches(pattern)).toBe(expected.length > 0);
    }
  });
  test('knows a path by its exact name, however it looks', () => {
    const index = createFileIndex(['app/[id]/page.tsx', 'app/i/page.tsx']);
    expect([...index.matching('app/[id]/page.tsx')]).toEqual(['app/[id]/page.tsx', 'app/i/page.tsx']);
    expect(index.has('app/[id]')).toBe(false);
  });
});
