import { describe, expect, test } from '@jest/globals';
import { fillExample, tokenRules, type TokenRule } from '@cdev/secret-rules';
import { byteTable } from '../../src/engine/byte-table.ts';
import { exactly, followedBy, openingOf } from '../../src/engine/opening.ts';
import { stands } from './plain-signs.ts';

/** As a rule of secret-rules, with only what an opening is made of. */
function rule(pattern: string, keywords: readonly string[], more: Partial<TokenRule> = {}): TokenRule {
  return { ...tokenRules[0]!, pattern, keywords, lead: 0, ignoreCase: false, ...more };
}

function opens(text: string, keyword: string, of: TokenRule): boolean | undefined {
  const opening = openingOf(of, keyword);
  return opening && stands(Buffer.from(text, 'latin1'), text.toLowerCase().indexOf(keyword), opening);
}

describe('what a match begins with', () => {
  const pat = rule('(?:pat)[A-Za-z0-9]{14}\\.[a-f0-9]{64}', ['pat']);

  test.each([
    ['its characters, as many as there are at least', 'patAbcdefgh123456.' + 'a1'.repeat(32), true],
    ['letters of the other case', 'PATAbcdefgh123456.' + 'a1'.repeat(32), false],
    ['another character where one has to stand', 'patAbcdefgh123456-' + 'a1'.repeat(32), false],
    ['too few at the end of the content', 'patAbcdefgh123456.abc', false],
  ])('%s', (_, text, expected) => {
    expect(opens(text, 'pat', pat)).toBe(expected);
  });

  test('characters before the keyword belong to it', () => {
    const key = rule('[0-9a-f]{32}-us[0-9]{1,2}', ['-us'], { lead: 32 });
    expect(opens('0123456789abcdef0123456789abcdef-us4', '-us', key)).toBe(true);
    expect(opens('0123456789abcdef0123456789abcdeg-us4', '-us', key)).toBe(false);
    expect(opens('no-use', '-us', key)).toBe(false);
  });

  test('nothing is asked of what may be missing, nor of what stands after it', () => {
    const one = rule('(?:sl\\.)(?:u\\.)?[\\w=-]{130}', ['sl.']);
    expect(opens('sl.', 'sl.', one)).toBe(true);
    expect(opens('sl.x', 'sl.', rule('(?:sl\\.)x*[0-9]', ['sl.']))).toBe(true);
    expect(opens('sl.x', 'sl.', rule('(?:sl\\.)x+[0-9]', ['sl.']))).toBe(true);
    expect(opens('sl.y', 'sl.', rule('(?:sl\\.)x+[0-9]', ['sl.']))).toBe(false);
  });

  test('letter case does not matter where it does not in the rule', () => {
    const any = rule('(?:pat-na1-)[0-9a-f]{4}', ['pat-na1-'], { ignoreCase: true });
    expect(opens('PAT-na1-AB12', 'pat-na1-', any)).toBe(true);
    expect(opens('PAT-na1-ABx2', 'pat-na1-', any)).toBe(false);
  });

  test('of several beginnings it is that of the keyword; where one has no keyword of its own, nothing is told', () => {
    const two = rule('(?:EAAA|sq0atp-)[0-9]{2}', ['eaaa', 'sq0atp-']);
    expect(opens('EAAA12', 'eaaa', two)).toBe(true);
    expect(opens('sq0atp-12', 'eaaa', two)).toBe(false);
    expect(openingOf(rule('(?:ab|abc)[0-9]', ['ab']), 'ab')).toBeUndefined();
    expect(openingOf(rule('(?:ab)[0-9]|x', ['ab']), 'ab')).toBeUndefined();
  });
});

test('every example of every rule is opened by one of its keywords', () => {
  let count = 0;
  for (const each of tokenRules)
    for (const example of each.examples.map((text) => fillExample(text))) {
      const bytes = Buffer.from(example, 'latin1');
      const lower = example.toLowerCase();
      const places = each.keywords.flatMap((keyword) =>
        Array.from(lower, (_, index) => ({ keyword, index })).filter(({ index }) => lower.startsWith(keyword, index)),
      );
      const isOpened = places.some(({ keyword, index }) => {
        const opening = openingOf(each, keyword);
        return opening === undefined || stands(bytes, index, opening);
      });
      expect([each.id, isOpened]).toEqual([each.id, true]);
      count += 1;
    }
  expect(count).toBeGreaterThan(150);
});

test('sets are those of the expressions that they are written as', () => {
  const sources = new Set(tokenRules.flatMap(({ pattern }) => pattern.match(/\[(?:[^\]\\]|\\.)+\]/g) ?? []));
  for (const source of [...sources, '[a-c-]', '[\\w-]', '[\\w-.]', '[.%]'])
    for (const ignoreCase of [false, true]) {
      const expression = new RegExp(source, ignoreCase ? 'i' : '');
      const expected = Array.from({ length: 256 }, (_, byte) => Number(expression.test(String.fromCharCode(byte))));
      expect([source, ...byteTable(source, ignoreCase)]).toEqual([source, ...expected]);
    }
});

test('bytes as they are, and one of a set after a keyword', () => {
  expect(stands(Buffer.from('x HasH'), 2, exactly('HasH'))).toBe(true);
  expect(stands(Buffer.from('x hasH'), 2, exactly('HasH'))).toBe(false);
  expect(stands(Buffer.from('KTY"'), 0, followedBy('kty', '["\']'))).toBe(true);
  expect(stands(Buffer.from('ckType'), 1, followedBy('kty', '["\']'))).toBe(false);
});
