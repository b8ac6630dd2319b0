import { describe, expect, test } from '@jest/globals';
import { splitWords } from '../src/split-words.ts';

describe('further arguments as one text', () => {
  test.each([
    ['', []],
    ['  -m   fast  ', ['-m', 'fast']],
    [`-c 'model_providers.x={name="x"}' --flag`, ['-c', 'model_providers.x={name="x"}', '--flag']],
    [`"a \\"b\\" \\n" c\\ d`, ['a "b" \\n', 'c d']],
    [`'' x""y`, ['', 'xy']],
    ['ü\tä\nö', ['ü', 'ä', 'ö']],
  ])('%j is split as a shell would', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  test.each([`'open`, `a "b`, 'trailing\\'])('%j is refused', (text) => {
    expect(() => splitWords(text)).toThrow(expect.objectContaining({ code: 'CDEV_E_SPAWN_ARGUMENTS_INVALID' }));
  });
});
