import { describe, expect, test } from '@jest/globals';
import { fillExample, namedRules, tokenRules, type TokenRule } from '../src/index.ts';

/** Where the rule's expression matches, its boundaries included, as the engine understands it. */
function matches(rule: TokenRule, text: string): boolean {
  const expression = new RegExp(
    `(?<!${rule.notBefore})${rule.pattern}(?!${rule.notAfter})`,
    rule.ignoreCase ? 'i' : '',
  );
  return expression.test(text);
}

describe.each(tokenRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.examples)('finds %s', (example) => {
    for (const seed of [1, 2, 3]) {
      const text = fillExample(example, seed);
      expect(matches(rule, text)).toBe(true);
      expect(rule.keywords.some((keyword) => text.toLowerCase().includes(keyword))).toBe(true);
    }
  });
  test.each(rule.counterExamples)('does not find %s', (example) => {
    for (const seed of [1, 2, 3]) expect(matches(rule, fillExample(example, seed))).toBe(false);
  });
  test('has examples, and keywords that its pattern begins with', () => {
    expect(rule.examples.length).toBeGreaterThan(0);
    expect(rule.counterExamples.length).toBeGreaterThan(0);
    for (const keyword of rule.keywords) expect(keyword).toBe(keyword.toLowerCase());
    for (const keyword of rule.keywords) expect(keyword.length).toBeGreaterThan(1);
  });
});

describe.each(namedRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const whole = new RegExp(`^${rule.value}$`);
  test('finds its examples and not its counter-examples', () => {
    for (const seed of [1, 2, 3]) {
      for (const example of rule.examples) expect(whole.test(fillExample(example, seed))).toBe(true);
      for (const example of rule.counterExamples) expect(whole.test(fillExample(example, seed))).toBe(false);
    }
    for (const name of rule.names) expect(name).toMatch(/^[a-z0-9]{3,}$/);
  });
});

test('every id is there once', () => {
  const ids = [...tokenRules, ...namedRules].map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

describe('fillExample', () => {
  test('the same seed gives the same text, another seed another', () => {
    expect(fillExample('a{hex:16}b', 1)).toBe(fillExample('a{hex:16}b', 1));
    expect(fillExample('a{hex:16}b', 1)).not.toBe(fillExample('a{hex:16}b', 2));
    expect(fillExample('a{hex:16}b', 1)).toMatch(/^a[0-9a-f]{16}b$/);
  });
  test('an alphabet that there is not is an error', () => {
    expect(() => fillExample('{greek:3}')).toThrow('no alphabet greek');
  });
});
