import { describe, expect, test } from '@jest/globals';
import { buildAutomaton } from '../../src/engine/automaton.ts';
import { compileRules } from '../../src/engine/compile-rules.ts';
import { startWalk, type KeywordWalk } from '../../src/engine/keyword-walk.ts';
import { triggersOf } from '../../src/engine/triggers.ts';
import { startPrefixWalk } from './prefix-walk.ts';

/** Every place, found the slow way. */
function places(keywords: readonly string[], text: string): string[] {
  const lower = text.toLowerCase();
  const found: string[] = [];
  for (let end = 1; end <= lower.length; end += 1)
    for (const keyword of keywords) if (lower.endsWith(keyword, end)) found.push(`${keyword} ${end}`);
  return found.sort();
}

function walked(keywords: readonly string[], bytes: Uint8Array): { found: string[]; inOrder: boolean } {
  const found: string[] = [];
  let last = 0;
  let inOrder = true;
  startWalk(buildAutomaton(keywords)).run(bytes, (ids, end) => {
    if (end < last) inOrder = false;
    last = end;
    for (const id of ids) found.push(`${keywords[id] as string} ${end}`);
  });
  return { found: found.sort(), inOrder };
}

const keywords = ['a', 'ab', 'bab', 'bc', 'bca', 'c', 'caa', 'secret', 'cret', '://', 'x-y_z'];

describe('a walk finds every keyword at every place, in order', () => {
  test.each([0, 1, 7, 1000, 1023, 1024, 1025, 4099])('in %d bytes of few letters', (size) => {
    let state = size + 1;
    const text = Array.from({ length: size }, () => {
      state = (Math.imul(state, 0x19_66_0d) + 0x3c_6e_f3_5f) | 0;
      return 'abcABC:/'.charAt((state >>> 20) & 7);
    }).join('');
    expect(walked(keywords, Buffer.from(text))).toEqual({ found: places(keywords, text), inOrder: true });
  });

  test('across the parts that content is walked in, and where all four walks begin', () => {
    const size = 200_000;
    const bytes = Buffer.alloc(size, '.');
    const starts = [65_530, 65_533, 65_535, 131_070, 16_382, 32_766, 49_150, 199_994, 0];
    for (const start of starts) bytes.write('SecreT', start);
    const expected = places(keywords, bytes.toString('latin1'));
    expect(expected.filter((place) => place.startsWith('secret'))).toHaveLength(starts.length - 2);
    expect(walked(keywords, bytes).found).toEqual(expected);
  });

  test('where every byte is a place', () => {
    expect(walked(['a'], Buffer.alloc(70_000, 'A')).found).toHaveLength(70_000);
  });

  test('among bytes that are in no keyword', () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => at & 255));
    expect(walked(['\u0000\u0001', 'yz{'], bytes).found).toEqual(
      [...Array(20).keys()]
        .flatMap((round) => [
          ...(round < 20 ? [`\u0000\u0001 ${round * 256 + 2}`] : []),
          ...(round * 256 + 124 <= 5000 ? [`yz{ ${round * 256 + 124}`] : []),
        ])
        .sort(),
    );
  });
});

/** All calls, in the order they came. */
function calls(walk: KeywordWalk, bytes: Uint8Array): string[] {
  const made: string[] = [];
  walk.run(bytes, (ids, end) => made.push(`${ids.join(' ')} ${end}`));
  return made;
}

describe('without the automaton', () => {
  const rules = [...triggersOf(compileRules().tokens).keys()];
  const mixed = Buffer.from(
    Array.from({ length: 3000 }, (_, at) => `${rules[(at * 7919) % rules.length] as string}${at % 3 === 0 ? ' ' : ''}`)
      .map((word, at) => (at % 5 === 0 ? word.toUpperCase() : word))
      .join(''),
  );

  test('the same calls are made in the same order, by all keywords of the rules', () => {
    const made = calls(startPrefixWalk(rules), mixed);
    expect(made.length).toBeGreaterThan(3000);
    expect(made).toEqual(calls(startWalk(buildAutomaton(rules)), mixed));
  });

  test.each([0, 1, 2, 3])('in %d bytes', (size) => {
    const bytes = Buffer.from('key').subarray(0, size);
    expect(calls(startPrefixWalk(rules), bytes)).toEqual(calls(startWalk(buildAutomaton(rules)), bytes));
  });

  test('a keyword that is too short to be looked up is refused', () => {
    expect(() => startPrefixWalk(['a'])).toThrow(RangeError);
  });
});

test('more keywords than a table can number are refused', () => {
  expect(() => buildAutomaton(Array.from({ length: 8000 }, (_, at) => `keyword${at}`))).toThrow(RangeError);
});
