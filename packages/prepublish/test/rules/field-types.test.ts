import { expect, test } from '@jest/globals';
import { wrongFields } from '../../src/rules/manifest/field-types.ts';

const told = (manifest: object): readonly unknown[] =>
  wrongFields({ name: 'tool', version: '1.0.0', ...manifest }).map(({ place, severity = 'error', reason }) => [
    place.replace('package.json#', ''),
    severity,
    reason,
  ]);

test('what each field may be is no finding', () => {
  expect(
    told({
      description: 'A tool',
      keywords: ['tool'],
      homepage: 'https://example.org',
      bugs: { url: 'https://example.org' },
      license: { type: 'MIT', url: 'https://example.org' },
      author: { name: 'A' },
      repository: 'github:a/b',
      main: 'index.js',
      type: 'commonjs',
      bin: { tool: 'bin.js' },
      exports: { '.': null, './a': ['./a.js'] },
      imports: { '#a': './a.js' },
      files: ['dist'],
      scripts: { test: 'true' },
      dependencies: { a: '1' },
      peerDependenciesMeta: { b: { optional: true } },
      bundleDependencies: false,
      bundledDependencies: ['a'],
      os: ['linux'],
      cpu: 'x64',
      engines: { node: '>=22' },
      sideEffects: ['*.css'],
      browser: { './a.js': false },
      private: true,
      publishConfig: { access: 'public' },
      own: 7,
    }),
  ).toEqual([]);
  expect(
    told({ exports: null, bin: 'bin.js', sideEffects: false, man: './a.1', license: 'MIT', keywords: 'a, b' }),
  ).toEqual([]);
});

test.each([
  [{ main: {} }, 'main', 'error', 'is {}, and is read as a text'],
  [{ types: false }, 'types', 'error', 'is false, and is read as a text'],
  [{ type: 'esm' }, 'type', 'error', 'is "esm", and is read as "module" or "commonjs"'],
  [{ bin: ['bin.js'] }, 'bin', 'error', 'is ["bin.js"], and is read as a text or a mapping'],
  [{ bin: { tool: 3 } }, 'bin.tool', 'error', 'is 3, and is read as a text'],
  [{ exports: 7 }, 'exports', 'error', 'is 7, and is read as a text or a mapping or a list or null'],
  [{ files: 'dist' }, 'files', 'error', 'is "dist", and is read as a list of texts'],
  [{ files: ['dist', 1] }, 'files', 'error', 'is ["dist",1], and is read as a list of texts'],
  [{ scripts: [] }, 'scripts', 'error', 'is [], and is read as a mapping'],
  [{ dependencies: null }, 'dependencies', 'error', 'is null, and is read as a mapping'],
  [{ peerDependencies: { a: {} } }, 'peerDependencies.a', 'error', 'is {}, and is read as a text'],
  [{ bundleDependencies: 3 }, 'bundleDependencies', 'error', 'is 3, and is read as a list of texts or true or false'],
  [{ os: 3 }, 'os', 'error', 'is 3, and is read as a list of texts or a text'],
  [{ keywords: 3 }, 'keywords', 'warning', 'is 3, and is read as a list of texts or a text'],
  [{ repository: 9 }, 'repository', 'warning', 'is 9, and is read as a text or a mapping'],
  [{ engines: '>=22' }, 'engines', 'warning', 'is ">=22", and is read as a mapping'],
  [{ private: 'yes' }, 'private', 'warning', 'is "yes", and is read as true or false'],
  [{ description: ['x'.repeat(60)] }, 'description', 'warning', `is ["${'x'.repeat(37)}…, and is read as a text`],
])('%j', (manifest, place, severity, reason) => {
  expect(told(manifest)).toEqual([[place, severity, reason]]);
});
