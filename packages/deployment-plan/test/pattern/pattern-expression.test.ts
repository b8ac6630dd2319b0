import { describe, expect, test } from '@jest/globals';
import { matchesPattern, patternExpression } from '../../src/index.ts';

const patterns = [
  'src/a.ts',
  'src/**',
  '**/*.test.ts',
  'app/[id]/page.tsx',
  'a.{js,ts}',
  'docs/naïve ?.md',
  'x/(group)/+y',
  '*',
];
const paths = [
  'src/a.ts',
  'src/b/c.ts',
  'src',
  'test/x.test.ts',
  'app/[id]/page.tsx',
  'app/i/page.tsx',
  'a.js',
  'a.jsx',
  'docs/naïve 1.md',
  'x/(group)/+y',
  '.hidden',
];

describe('patternExpression', () => {
  test.each(patterns)('says of %s what the matcher says', (pattern) => {
    const expression = new RegExp(patternExpression(pattern), 'su');
    expect(paths.filter((path) => expression.test(path))).toEqual(
      paths.filter((path) => matchesPattern(pattern, path)),
    );
  });
});
