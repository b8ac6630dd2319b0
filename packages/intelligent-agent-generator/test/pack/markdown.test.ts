import { describe, expect, test } from '@jest/globals';
import { code, fence, lowerHeadings } from '../../src/pack/markdown.ts';

describe('Markdown', () => {
  test('code holds any text on one line', () => {
    expect(code('a b')).toBe('`a b`');
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`a`')).toBe('`` `a` ``');
    expect(code('a\nb')).toBe('`a b`');
  });

  test('a fence is longer than what stands in it', () => {
    expect(fence('x', 'ts')).toBe('```ts\nx\n```');
    expect(fence('````md\n```', '')).toBe('`````\n````md\n```\n`````');
  });

  test('headings are moved down together, and not those in fences', () => {
    expect(lowerHeadings('# a\n### b\n```\n# c\n```\n###### d\n#e', 3)).toBe(
      '### a\n##### b\n```\n# c\n```\n###### d\n#e',
    );
    expect(lowerHeadings('#### a', 3)).toBe('#### a');
    expect(lowerHeadings('no heading', 3)).toBe('no heading');
  });
});
