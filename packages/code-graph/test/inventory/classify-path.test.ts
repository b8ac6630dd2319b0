import { describe, expect, test } from '@jest/globals';
import { generatedKindOf, isTestFile, isTestPath } from '../../src/inventory/classify-path.ts';
import { isCodeLanguage, languageOf } from '../../src/inventory/language-of.ts';

describe('isTestFile', () => {
  test.each([
    'src/cache.test.ts',
    'src/cache.spec.jsx',
    'test/cache.js',
    '__tests__/cache.js',
    'tests/test_cache.py',
    'pkg/cache_test.go',
    'spec/cache_spec.rb',
    'src/test/java/CacheTest.java',
    'Cache.Tests/CacheTests.cs',
    'e2e/login.ts',
  ])('%s is a test', (path) => {
    expect(isTestFile(path)).toBe(true);
  });

  test.each(['src/cache.ts', 'src/latest.ts', 'src/contest/cache.ts', 'src/attestation.go', 'src/testing.py'])(
    '%s is none',
    (path) => {
      expect(isTestPath(path)).toBe(false);
    },
  );

  test.each(['test/fixtures/input.js', 'test/helpers/server.ts', 'src/__mocks__/fs.js'])(
    '%s belongs to tests and is none itself',
    (path) => {
      expect([isTestPath(path), isTestFile(path)]).toEqual([true, false]);
    },
  );
});

describe('generatedKindOf', () => {
  test.each([
    ['packages/a/node_modules/b/index.js', 'vendored'],
    ['third_party/zlib/zlib.c', 'vendored'],
    ['Cargo.lock', 'lock'],
    ['go.sum', 'lock'],
    ['dist/index.js', 'built'],
    ['api/service_pb2.py', 'built'],
    ['a.js.map', 'built'],
    ['jquery.min.js', 'minified'],
    ['src/__snapshots__/a.test.ts.snap', 'snapshot'],
    ['src/distance/index.js', undefined],
    ['src/lock.ts', undefined],
  ])('%s is %s', (path, kind) => {
    expect(generatedKindOf(path)).toBe(kind);
  });
});

describe('languageOf', () => {
  test.each([
    ['a/Makefile', 'make'],
    ['x.TSX', 'typescript'],
    ['LICENSE', 'text'],
    ['a.unheard', 'unknown'],
    ['.gitignore', 'unknown'],
  ])('%s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });

  test('tells code from prose and data', () => {
    expect(['python', 'shell', 'markdown', 'json', 'unknown'].map(isCodeLanguage)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
