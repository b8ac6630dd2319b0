import { describe, expect, test } from '@jest/globals';
import { cpuSince } from '@cdev/test-kit/cpu-time';
import { diff3 } from '../../src/diff/diff3.ts';
import { editContains } from '../../src/diff/edit-contains.ts';
import { matchSequences } from '../../src/diff/match-sequences.ts';
import { random } from '../random.ts';

const chars = (text: string): string[] => text.split('');

describe('matchSequences', () => {
  test('finds equal runs in order', () => {
    expect(matchSequences(chars('xabcy'), chars('abcz'))).toEqual([{ left: 1, right: 0, length: 3 }]);
  });

  test('takes the shortest edit where nothing is unique', () => {
    const matches = matchSequences(chars('abcabba'), chars('cbabac'));
    expect(matches.reduce((sum, { length }) => sum + length, 0)).toBe(4);
  });

  test('sees an added block at the same place however its lines repeat those around it', () => {
    const base = ['it(a)', '})', '', 'it(z)', '})'];
    const one = matchSequences(base, ['it(a)', '})', '', 'it(b)', '})', '', 'it(z)', '})']);
    const other = matchSequences(base, ['it(a)', '})', '', 'it(c)', '})', '', 'it(z)', '})']);
    expect(one).toEqual(other);
  });

  test('pairs only equal items, in order and within bounds, on random sequences', () => {
    const next = random(7);
    const sequence = (): string[] => Array.from({ length: next(14) }, () => 'abcdef'.charAt(next(6)));
    for (let round = 0; round < 400; round += 1) {
      const [left, right] = [sequence(), sequence()];
      let [atLeft, atRight] = [0, 0];
      for (const match of matchSequences(left, right)) {
        expect(match.left).toBeGreaterThanOrEqual(atLeft);
        expect(match.right).toBeGreaterThanOrEqual(atRight);
        [atLeft, atRight] = [match.left + match.length, match.right + match.length];
        expect(left.slice(match.left, atLeft)).toEqual(right.slice(match.right, atRight));
      }
      expect(atLeft).toBeLessThanOrEqual(left.length);
      expect(atRight).toBeLessThanOrEqual(right.length);
    }
  });

  test('stays fast on long sequences of few different items', () => {
    const left = Array.from({ length: 100_000 }, (_, index) => String(index % 3));
    const right = Array.from({ length: 100_000 }, (_, index) => String(index % 5));
    const start = process.cpuUsage();
    matchSequences(left, right);
    expect(cpuSince(start)).toBeLessThan(5000);
  });
});

describe('diff3', () => {
  test('covers all three versions without a gap', () => {
    const next = random(11);
    const sequence = (): string[] => Array.from({ length: next(12) }, () => 'abcd'.charAt(next(4)));
    for (let round = 0; round < 300; round += 1) {
      const versions = { base: sequence(), ours: sequence(), theirs: sequence() };
      const end = { base: 0, ours: 0, theirs: 0 };
      for (const chunk of diff3(versions)) {
        for (const side of ['base', 'ours', 'theirs'] as const) {
          expect(chunk[side].start).toBe(end[side]);
          end[side] = chunk[side].end;
        }
      }
      expect(end).toEqual({
        base: versions.base.length,
        ours: versions.ours.length,
        theirs: versions.theirs.length,
      });
    }
  });

  test('two different blocks added at one place are a conflict, although their last lines are alike', () => {
    const base = ['it(a)', '})'];
    const chunks = diff3({ base, ours: ['it(a)', '})', 'it(b)', '})'], theirs: ['it(a)', '})', 'it(c)', '})'] });
    expect(chunks.filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
  });
});

describe('editContains', () => {
  test.each([
    ['ab', 'abxy', 'aby', true],
    ['ab', 'abxy', 'abyx', false],
    ['abc', 'a', 'ab', true],
    ['abc', 'ab', 'a', false],
    ['ab', 'abx', 'ab', false],
    ['', 'xyz', 'xz', true],
  ])('of %p, %p holds %p: %p', (base, larger, smaller, expected) => {
    expect(editContains(chars(base), chars(larger), chars(smaller))).toBe(expected);
  });
});
