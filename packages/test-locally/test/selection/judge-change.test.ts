import { expect, test } from '@jest/globals';
import { judgeChange, loudFields } from '../../src/selection/judge-change.ts';

test.each([
  ['pnpm-lock.yaml', true, 'everything'],
  ['packages/a/package-lock.json', false, 'package'],
  ['tsconfig.json', true, 'everything'],
  ['tsconfig.base.json', true, 'everything'],
  ['packages/a/tsconfig.json', false, 'package'],
  ['jest.config.js', true, 'everything'],
  ['packages/a/vitest.config.ts', false, 'package'],
  ['config/jest.config.js', true, 'everything'],
  ['.mocharc.yml', true, 'everything'],
  ['.npmrc', true, 'everything'],
  ['package.json', true, 'manifest'],
  ['README.md', true, 'nothing'],
  ['packages/a/CHANGELOG.md', false, 'nothing'],
  ['test/fixtures/README.md', true, 'content'],
  ['.github/workflows/ci.yml', true, 'nothing'],
  ['.changeset/new.md', true, 'nothing'],
  ['eslint.config.js', true, 'nothing'],
  ['src/a.ts', true, 'content'],
  ['data/table.csv', true, 'content'],
])('%s (at the top: %s) is %s', (path, isAtTop, kind) => {
  expect(judgeChange(path, { isAtTop }).kind).toBe(kind);
});

test('a manifest is loud where tests can hear it', () => {
  const before = { name: 'a', version: '1.0.0', scripts: { lint: 'x', test: 'jest' }, dependencies: { b: '^1.0.0' } };
  expect(loudFields(before, { ...before, version: '2.0.0', keywords: ['new'] })).toEqual([]);
  expect(loudFields(before, { ...before, scripts: { lint: 'y', test: 'jest' } })).toEqual([]);
  expect(loudFields(before, { ...before, scripts: { lint: 'x', test: 'jest --ci' } })).toEqual(['scripts']);
  expect(loudFields(before, { ...before, dependencies: { b: '^2.0.0' }, exports: './a.js' })).toEqual([
    'dependencies',
    'exports',
  ]);
  expect(loudFields(undefined, before)).toEqual(['everything']);
});
