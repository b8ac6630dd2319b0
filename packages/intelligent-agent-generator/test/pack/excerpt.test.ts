import { describe, expect, test } from '@jest/globals';
import { excerptText, joinExcerpts } from '../../src/pack/excerpt.ts';

const excerpt = (path: string, startLine: number, endLine: number, name = `${path}${startLine}`) => ({
  path,
  name,
  startLine,
  endLine,
});

describe('joinExcerpts', () => {
  test('joins neighbours of one file in the order of their lines', () => {
    expect(joinExcerpts([excerpt('a', 12, 20), excerpt('b', 1, 2), excerpt('a', 1, 10), excerpt('a', 30, 31)])).toEqual(
      [excerpt('a', 1, 20, 'a1, a12'), excerpt('a', 30, 31), excerpt('b', 1, 2)],
    );
  });

  test('drops what another holds', () => {
    expect(joinExcerpts([excerpt('a', 1, 10), excerpt('a', 2, 3)])).toEqual([excerpt('a', 1, 10)]);
  });
});

describe('excerptText', () => {
  const texts = new Map([['src/a b.ts', 'one\ntwo ```\nconst token = "ghp_0123456789abcdefghijABCDEFGHIJ";\nfour\n']]);

  test('gives the lines with their place, in a fence that holds', () => {
    expect(excerptText(excerpt('src/a b.ts', 1, 2, 'both'), texts)).toBe(
      '`src/a b.ts` lines 1 to 2, both\n\n````ts\none\ntwo ```\n````',
    );
    expect(excerptText(excerpt('src/a b.ts', 4, 4, ''), texts)).toContain('lines 4 to 4, the whole file');
  });

  test('shows no credential', () => {
    expect(excerptText(excerpt('src/a b.ts', 3, 3), texts)).toContain('const token = "[redacted]";');
    expect(excerptText(excerpt('src/a b.ts', 3, 3), texts)).toContain('; what looks like a credential is masked\n');
    expect(excerptText(excerpt('src/a b.ts', 1, 1), texts)).not.toContain('masked');
  });
});
