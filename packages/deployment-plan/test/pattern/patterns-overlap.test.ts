import { describe, expect, test } from '@jest/globals';
import picomatch from 'picomatch';
import { matchesPattern, patternsOverlap } from '../../src/index.ts';
import { random } from '../random.ts';

const { below, pick } = random(20_260_102);

// Few letters and short texts, so that chance meets often; with everything that has a meaning in some pattern language.
const letters = ['a', 'b', 'c', '.', '-', 'ä'];
const pieces = [
  ...letters,
  ...letters,
  '*',
  '*',
  '?',
  '[ab]',
  '[!a]',
  '[a-c]',
  '[^b-]',
  '{a,b}',
  '{a,b/c}',
  '{1..3}',
  '(a)',
  '[',
  '}',
  '+',
  '!',
];

function randomPath(): string {
  const segment = (): string => Array.from({ length: 1 + below(3) }, () => pick(letters)).join('');
  return Array.from({ length: 1 + below(4) }, segment).join('/');
}

function randomPattern(): string {
  const segment = (): string =>
    below(4) === 0 ? '**' : Array.from({ length: 1 + below(3) }, () => pick(pieces)).join('');
  return Array.from({ length: 1 + below(3) }, segment).join('/');
}

/** A pattern that is sure to match the path: parts of it are made general. */
function patternFor(path: string): string {
  const segments = path.split('/').map((segment) => {
    const chance = below(5);
    if (chance === 0) return '**';
    if (chance === 1) return '*';
    return Array.from(segment, (character) =>
      pick([character, character, '?', '*', `[${character === '-' ? 'x-' : character}]`, `{${character},z}`]),
    ).join('');
  });
  const at = below(segments.length + 1);
  return below(4) === 0 ? [...segments.slice(0, at), '**', ...segments.slice(at)].join('/') : segments.join('/');
}

describe('patternsOverlap', () => {
  test('finds the overlap whenever one path matches both patterns', () => {
    let met = 0;
    for (let round = 0; round < 4000; round += 1) {
      const path = randomPath();
      const [one, other] = [
        below(2) === 0 ? patternFor(path) : randomPattern(),
        below(2) === 0 ? patternFor(path) : randomPattern(),
      ];
      if (!matchesPattern(one, path) || !matchesPattern(other, path)) continue;
      met += 1;
      if (!patternsOverlap(one, other) || !patternsOverlap(other, one))
        throw new Error(`${path} matches ${one} and ${other}`);
    }
    expect(met).toBeGreaterThan(800);
  });

  test('finds it also when another matcher says that a path matches both', () => {
    const options = { dot: true, nonegate: true, noextglob: true, flags: 's', windows: false };
    const pool = ['a', 'b', 'ab', '.a', 'a.b', '*', '**', 'a*', '*b', '?', 'a?', '{a,b}', '[ab]', '[a-c]?'];
    let met = 0;
    for (let round = 0; round < 6000; round += 1) {
      const build = (from: readonly string[]): string =>
        Array.from({ length: 1 + below(3) }, () => pick(from)).join('/');
      const [one, other, path] = [build(pool), build(pool), build(pool.slice(0, 5))];
      if (!picomatch(one, options)(path) || !picomatch(other, options)(path)) continue;
      met += 1;
      if (!patternsOverlap(one, other)) throw new Error(`picomatch matches ${path} by ${one} and ${other}`);
    }
    expect(met).toBeGreaterThan(50);
  });

  test('says yes only when there is such a path', () => {
    const paths = shortPaths(['a', 'b', 'ab', 'ba', 'aa', '.a']);
    let apart = 0;
    for (let round = 0; round < 500; round += 1) {
      const build = (): string =>
        Array.from({ length: 1 + below(3) }, () => pick(['a', 'b', 'a*', '*b', '?', '**', '[ab]'])).join('/');
      const [one, other] = [build(), build()];
      const isMet = paths.some((path) => matchesPattern(one, path) && matchesPattern(other, path));
      if (patternsOverlap(one, other) !== isMet) throw new Error(`${one} and ${other}: ${isMet}`);
      if (!isMet) apart += 1;
    }
    expect(apart).toBeGreaterThan(50);
  });

  const cases: readonly (readonly [string, string, boolean])[] = [
    ['src/auth/**', 'src/auth/login.ts', true],
    ['src/auth/**', 'src/author/login.ts', false],
    ['src/**', 'src', true],
    ['src/*.ts', 'src/*.js', false],
    ['src/*.ts', 'src/a.*', true],
    ['src/*/index.ts', 'src/**/index.*', true],
    ['src/*/index.ts', 'src/index.ts', false],
    ['**/*.test.ts', 'src/**', true],
    ['**/*.test.ts', 'src/**/*.tsx', false],
    ['**', '.env', true],
    ['test/auth-*.test.ts', 'test/*-login.test.ts', true],
    ['test/auth-?.ts', 'test/auth-10.ts', false],
    ['a/**/b/**/c', 'a/b/x/c', true],
    ['a/**/b', 'a/c/**', true],
    ['a/**/b', 'c/**', false],
    ['[a-f]/x', '[d-z]/x', true],
    ['[a-c]/x', '[d-z]/x', false],
    ['[!a]/x', 'a/x', false],
    ['[!a]/x', '[!b]/x', true],
    ['[!a-c]/x', '[b-d]/x', true],
    ['[!a-d]/x', '[b-c]/x', false],
    ['{src,lib}/*.ts', 'lib/a.ts', true],
    ['{src,lib}/*.ts', 'test/a.ts', false],
    ['v{1..3}/**', 'v2/a', true],
    ['v{1..3}/**', 'v4/a', false],
    ['app/[id]/**', 'app/[id]/page.tsx', true],
    ['app/[id]/page.tsx', 'app/i/page.tsx', true],
    ['app/(group)/**', 'app/group/page.tsx', false],
    ['Ä*/x', 'Äpfel/*', true],
    ['a b/**', 'a b/c d', true],
  ];
  test.each(cases)('%s and %s: %s', (one, other, expected) => {
    expect([patternsOverlap(one, other), patternsOverlap(other, one)]).toEqual([expected, expected]);
  });
});

function shortPaths(segments: readonly string[]): readonly string[] {
  const longer = (paths: readonly string[]): readonly string[] =>
    paths.flatMap((path) => segments.map((segment) => `${path}/${segment}`));
  return [...segments, ...longer(segments), ...longer(longer(segments)), ...longer(longer(longer(segments)))];
}
