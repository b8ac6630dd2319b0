import { describe, expect, test } from '@jest/globals';
import { takeSide } from '@cdev/structured-merge';
import { lines } from './merge.ts';

const input = {
  path: 'notes.txt',
  base: lines('a', 'b', 'c', 'd', 'e'),
  ours: lines('a', 'ours', 'c', 'd', 'E'),
  theirs: lines('A', 'theirs', 'c', 'd', 'e'),
};

describe('takeSide', () => {
  test.each([
    ['ours', lines('a', 'ours', 'c', 'd', 'E')],
    ['theirs', lines('A', 'theirs', 'c', 'd', 'E')],
    ['union', lines('a', 'ours', 'A', 'theirs', 'c', 'd', 'E')],
  ] as const)('%s decides conflicts alone', (side, content) => {
    expect(takeSide(input, side)).toMatchObject({ kind: 'merged', content });
  });

  test('a union has a line of both once, and braces of both', () => {
    const result = takeSide(
      { path: 'a.js', base: '', ours: lines('f();', 'if (a) {', '}'), theirs: lines('f();', 'if (b) {', '}') },
      'union',
    );
    expect(result).toMatchObject({ kind: 'merged' });
  });

  test('a union of JSON that is no JSON is refused, with the hunks', () => {
    const json = { path: 'a.json', base: '{\n  "a": 1\n}\n', ours: '{\n  "a": 2\n}\n', theirs: '{\n  "a": 3\n}\n' };
    expect(takeSide(json, 'union')).toMatchObject({
      kind: 'conflict',
      reason: 'The merged text is not well-formed, though both sides are',
      hunks: [{ where: 'line 2', ours: { line: 2, text: '  "a": 2\n' } }],
    });
    expect(takeSide(json, 'theirs')).toMatchObject({ kind: 'merged', content: json.theirs });
  });

  test('a side of a text that nothing can read is taken as asked', () => {
    const broken = { path: 'a.json', base: '{\n', ours: '{ "a\n', theirs: '{ "b\n' };
    expect(takeSide(broken, 'ours')).toMatchObject({ kind: 'merged', content: '{ "a\n' });
  });

  test('binary content is taken whole or not at all', () => {
    const binary = { path: 'a.png', base: '\u0000', ours: '\u0000o', theirs: '\u0000t' };
    expect(takeSide(binary, 'theirs')).toMatchObject({ kind: 'merged', content: '\u0000t' });
    expect(takeSide(binary, 'union')).toMatchObject({ kind: 'conflict', hunks: [] });
  });

  test('line ends are kept', () => {
    const dos = (text: string): string => text.replaceAll('\n', '\r\n');
    const result = takeSide(
      { ...input, base: dos(input.base), ours: dos(input.ours), theirs: dos(input.theirs) },
      'ours',
    );
    expect(result).toMatchObject({ content: dos(lines('a', 'ours', 'c', 'd', 'E')) });
  });

  test('every decision is said', () => {
    expect(takeSide(input, 'theirs').resolutions).toEqual([
      { rule: 'text', where: 'line 1-2', reason: 'The lines of theirs are taken, as asked', confidence: 'guess' },
    ]);
  });
});
