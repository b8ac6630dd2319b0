import { describe, expect, test } from '@jest/globals';
import { estimateTokens } from '../../src/index.ts';

describe('estimateTokens', () => {
  // The second figure is what the vocabulary o200k gives.
  test.each([
    ['', 0, 0],
    ['hello world', 2, 2],
    ['export function estimateTokens(text: string): number {', 11, 10],
    ['日本語のテキストをここに書きます。漢字とかな。', 19, 18],
    ['Грузия и Россия подписали договор', 11, 8],
  ])('of %j is %i, near the %i of a real vocabulary', (text, expected, real) => {
    expect(estimateTokens(text)).toBe(expected);
    expect(expected).toBeGreaterThanOrEqual(real);
  });

  test('grows with the text', () => {
    const sentence = 'A sentence of some words.\n';
    expect(estimateTokens(sentence.repeat(100))).toBeGreaterThan(estimateTokens(sentence.repeat(99)));
  });
});
