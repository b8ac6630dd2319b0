import { describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { matchesPattern } from '../../src/index.ts';

describe('matchesPattern', () => {
  const matching: readonly (readonly [string, string])[] = [
    ['src/a.ts', 'src/a.ts'],
    ['src/*', 'src/.env'],
    ['src/**', 'src/.config/a/b.ts'],
    ['src/**', 'src'],
    ['**/*.ts', 'a.ts'],
    ['**/*.ts', 'x/y/a.ts'],
    ['src/**/a.ts', 'src/a.ts'],
    ['**', 'any/thing'],
    ['src/**', 'src/two\nlines/a file'],
    ['test/auth-*.test.ts', 'test/auth-login.test.ts'],
    ['a?c', 'a😀c'],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx'],
    ['app/[id]/**', 'app/[id]/edit/page.tsx'],
    ['app/[...slug]/*', 'app/[...slug]/page.tsx'],
    ['app/[[...slug]]/*', 'app/[[...slug]]/page.tsx'],
    ['app/(shop)/+page.svelte', 'app/(shop)/+page.svelte'],
    ['app/(shop)/**', 'app/(shop)/cart.tsx'],
    ['packages/@scope/*', 'packages/@scope/a'],
    ['!important/**', '!important/a'],
    ['x{2}', 'x{2}'],
    ['a.{js,ts}', 'a.ts'],
    ['{a,b{1,2}}/c', 'b2/c'],
    ['v{9..11}', 'v10'],
    ['{c..a}', 'b'],
    ['a\\*b', 'a*b'],
    ['[!a]', 'b'],
    ['[]]', ']'],
  ];
  test.each(matching)('%j takes %j', (pattern, path) => expect(matchesPattern(pattern, path)).toBe(true));

  const other: readonly (readonly [string, string])[] = [
    ['src/*', 'src/a/b'],
    ['src/**', 'srcs/a'],
    ['src/**.ts', 'src/a/b.ts'],
    ['**.ts', 'a/b.ts'],
    ['a?c', 'a/c'],
    ['[!a]', 'a'],
    ['x[+-9]y', 'x/y'],
    ['a[!b]c', 'a/c'],
    ['a\\*b', 'axb'],
    ['app/(shop)/*', 'app/shop/cart.tsx'],
    ['a.{js,ts}', 'a.tsx'],
    ['!a', 'b'],
    ['SRC/**', 'src/a'],
  ];
  test.each(other)('%j leaves %j', (pattern, path) => expect(matchesPattern(pattern, path)).toBe(false));

  test('refuses a pattern that stands for too many others, saying which', () => {
    const failure = attempt(() => matchesPattern('{1..99999}', '5'));
    expect(isCdevError(failure, 'CDEV_E_PLAN_PATTERN_INVALID')).toBe(true);
    expect(
      isCdevError(
        attempt(() => matchesPattern('[a]'.repeat(12), 'a')),
        'CDEV_E_PLAN_PATTERN_INVALID',
      ),
    ).toBe(true);
    expect(
      isCdevError(
        attempt(() => matchesPattern('{a,b}'.repeat(12), 'a')),
        'CDEV_E_PLAN_PATTERN_INVALID',
      ),
    ).toBe(true);
  });
});

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
