import { describe, expect, test } from '@jest/globals';
import {
  alignColumns,
  createStyle,
  displayWidth,
  formatDuration,
  truncateText,
  wrapText,
} from '../../src/cli/index.ts';

describe('text layout', () => {
  test('counts columns, not code units, and no colours', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('é👍🏽')).toBe(3);
    expect(displayWidth('✓ → é … ─')).toBe(9);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth(createStyle(true).bad('abc'))).toBe(3);
  });

  test('aligns columns whatever stands in them', () => {
    expect(
      alignColumns(
        [
          ['a', 'x'],
          ['日本', 'y', ''],
          ['ccc', 'z'],
        ],
        '  ',
      ),
    ).toEqual(['  a     x', '  日本  y', '  ccc   z']);
  });

  test('wraps and truncates', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('unbreakable', 4)).toEqual(['unbreakable']);
    expect(truncateText('日本語', 5)).toBe('日本…');
    expect(truncateText('short', 5)).toBe('short');
  });

  test.each([
    [12, '12 ms'],
    [1234, '1.2 s'],
    [59_960, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ])('says %i ms as %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});
