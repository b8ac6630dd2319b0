import { describe, expect, test } from '@jest/globals';
import { diff3, type Versions } from '../../src/diff/diff3.ts';
import { diff3Touching } from '../../src/diff/touching-edits.ts';
import { random } from '../random.ts';

const letters = (text: string): string[] => text.split('');
const versions = (base: string, ours: string, theirs: string): Versions<string> => ({
  base: letters(base),
  ours: letters(ours),
  theirs: letters(theirs),
});

function join(of: Versions<string>): string | undefined {
  const chunks = diff3Touching(of);
  if (chunks.some(({ kind }) => kind === 'conflict')) return undefined;
  return chunks
    .map((chunk) =>
      (chunk.kind === 'theirs'
        ? of.theirs.slice(chunk.theirs.start, chunk.theirs.end)
        : of.ours.slice(chunk.ours.start, chunk.ours.end)
      ).join(''),
    )
    .join('');
}

describe('diff3Touching', () => {
  test.each([
    ['one adds before what the other removes', 'abc', 'aXbc', 'ac', 'aXc'],
    ['both remove neighbours', 'abcd', 'acd', 'abd', 'ad'],
  ])('%s', (_name, base, ours, theirs, wanted) => {
    const joined = join(versions(base, ours, theirs));
    expect(joined).toBe(wanted);
  });

  test.each([
    ['both add at one place', 'ab', 'aXb', 'aYb'],
    ['one adds behind what the other replaces', 'abc', 'abXc', 'aYc'],
    ['both replace one item', 'abc', 'aXc', 'aYc'],
    ['one replaces what the other removes', 'abc', 'aXc', 'ac'],
  ])('%s: a conflict', (_name, base, ours, theirs) => {
    expect(join(versions(base, ours, theirs))).toBeUndefined();
  });

  test('covers all three versions without a gap, on random edits', () => {
    const next = random(7);
    for (let round = 0; round < 300; round += 1) {
      const base = Array.from({ length: 8 }, () => 'abcd'[next(4)] as string);
      const edit = (): string[] =>
        base.flatMap((item) => (next(4) === 0 ? [] : next(4) === 0 ? ['XYZ'[next(3)] as string, item] : [item]));
      const of = { base, ours: edit(), theirs: edit() };
      const chunks = diff3Touching(of);
      for (const side of ['base', 'ours', 'theirs'] as const) {
        expect(chunks.flatMap((chunk) => of[side].slice(chunk[side].start, chunk[side].end))).toEqual(of[side]);
      }
      const isOpen = (kinds: readonly { kind: string }[]): boolean => kinds.some(({ kind }) => kind === 'conflict');
      if (!isOpen(diff3(of))) expect(isOpen(chunks)).toBe(false);
    }
  });
});
