import { describe, expect, test } from '@jest/globals';
import { withFields, withFiles, type PackageObject } from '../one-defect/clean-package.ts';
import { bare, code, find, grown, patterned, typed, withCode } from './find-with.ts';

describe('what else is found', () => {
  const cases: readonly (readonly [rule: string, what: string, PackageObject, severity: string, place: string])[] = [
    [
      'undeclared-import',
      'a package that is asked for at once',
      withCode("import 'nobody';\n"),
      'error',
      'dist/index.js:1',
    ],
    [
      'undeclared-import',
      'one that is asked for later',
      withCode("export const later = () => import('nobody');\n"),
      'warning',
      'dist/index.js:1',
    ],
    [
      'undeclared-import',
      'one in a file that nothing leads to',
      withFiles({ 'dist/other.js': "import 'nobody';\n" }, bare),
      'suggestion',
      'dist/other.js:1',
    ],
    [
      'undeclared-import',
      'one in a file that only a pattern leads to',
      withFields(
        { exports: { '.': './dist/index.js', './*': './dist/*.js' } },
        withFiles({ 'dist/other.js': "import 'nobody';\n" }, bare),
      ),
      'warning',
      'dist/other.js:1',
    ],
    ['missing-module', 'a file that is not packed', withCode("import './none.js';\n"), 'error', 'dist/index.js:1'],
    [
      'missing-module',
      'a file of another letter case',
      withCode("import './Other.js';\n", { 'dist/other.js': code }),
      'error',
      'dist/index.js:1',
    ],
    [
      'missing-module',
      'a file outside the package',
      withCode("import '../../other.js';\n"),
      'error',
      'dist/index.js:1',
    ],
    [
      'missing-module',
      'declarations that are not packed',
      withFiles({ 'dist/index.d.ts': "export * from './none.js';\n" }, bare),
      'warning',
      'dist/index.d.ts:1',
    ],
    [
      'incomplete-path',
      'ESM without extensions',
      withCode("import './other';\n", { 'dist/other.js': code }),
      'warning',
      'dist/index.js:1',
    ],
    ['subpath-import', 'a name that imports has not', withCode("import '#inner';\n"), 'error', 'dist/index.js:1'],
    [
      'syntax',
      'a conflict that is left',
      withCode('<<<<<<< ours\nlet a;\n=======\nlet b;\n>>>>>>> theirs\n'),
      'error',
      'dist/index.js:1',
    ],
    ['syntax', 'what no engine can parse', withCode('const = 1;\n'), 'error', 'dist/index.js:1'],
    [
      'dev-only-types',
      'types that are not passed on',
      withFields(
        { dependencies: { 'tiny-dependency': '^1.0.0' }, devDependencies: { '@types/tiny-dependency': '^1.0.0' } },
        withFiles({ 'dist/index.d.ts': "export { twice } from 'tiny-dependency';\n" }),
      ),
      'warning',
      'dist/index.d.ts:1',
    ],
    [
      'uninstallable-range',
      'an address',
      withFields({ dependencies: { far: 'https://example.com/far.tgz' } }),
      'error',
      'package.json#dependencies.far',
    ],
    [
      'range-form',
      'what is no range',
      withFields({ dependencies: { far: '1.x.y!' } }),
      'error',
      'package.json#dependencies.far',
    ],
    [
      'range-form',
      'a tag',
      withFields({ dependencies: { far: 'latest' } }),
      'suggestion',
      'package.json#dependencies.far',
    ],
    [
      'bundled-missing',
      'a bundled dependency that is not there',
      withFields({ bundleDependencies: ['tiny-dependency'] }),
      'error',
      'package.json#bundleDependencies',
    ],
    [
      'install-script',
      'a script that npm 12 does not run',
      withFields({ scripts: { postinstall: 'node-gyp rebuild' } }),
      'warning',
      'package.json#scripts.postinstall',
    ],
    [
      'install-script',
      'an implicit build of native code',
      withFiles({ 'binding.gyp': '{}' }),
      'warning',
      'binding.gyp',
    ],
    [
      'unmet-peer',
      'a peer that nobody brings',
      withFields({ dependencies: { 'needs-peer': '^1.0.0' } }),
      'warning',
      'package.json#dependencies["needs-peer"]',
    ],
    [
      'license',
      'a license file that is not packed',
      withFields({ license: 'SEE LICENSE IN EULA.txt' }),
      'warning',
      'package.json#license',
    ],
    ['license', 'a license without its text', withFiles({ LICENSE: undefined }), 'suggestion', 'LICENSE'],
    ['readme', 'an empty README', withFiles({ 'README.md': '\n' }), 'warning', 'README.md'],
    [
      'bin-name',
      'a command that no shell can start',
      withFields({ bin: { 'two words': './bin/one-defect.js' } }),
      'error',
      'package.json#bin["two words"]',
    ],
    ['file-names', 'names that differ in letter case', withFiles({ 'dist/Index.js': code }), 'error', 'dist/Index.js'],
    ['file-names', 'a name that Windows cannot hold', withFiles({ 'dist/aux.js': code }), 'warning', 'dist/aux.js'],
    [
      'leftover',
      'what an editor leaves',
      withFiles({ 'dist/index.js.orig': code }),
      'suggestion',
      'dist/index.js.orig',
    ],
    ['orphan-map', 'a map that no code names', withFiles({ 'dist/index.js': code }), 'suggestion', 'dist/index.js.map'],
    ['version-order', 'a version below the latest', grown('0.9.0'), 'error', 'package.json#version'],
    ['version-step', 'a step that leaves versions out', grown('1.0.5'), 'suggestion', 'package.json#version'],
    [
      'surface-break',
      'an entry point that is gone',
      grown('1.0.1', { exports: { '.': './a.js' } }),
      'error',
      'package.json#exports',
    ],
    ['surface-break', 'a bin that is gone', grown('1.1.0', { bin: {} }), 'error', 'package.json#bin'],
    [
      'surface-break',
      'an export that is gone',
      grown('1.0.1', {}, { 'a.js': 'export const a = 1;\n', 'b.js': 'export {};\n' }),
      'error',
      'package.json#exports["."]',
    ],
    [
      'surface-addition',
      'an export that is new in a patch',
      grown('1.0.1', {}, { 'a.js': 'export const a = 1, b = 2, c = 3;\n', 'b.js': 'export {};\n' }),
      'suggestion',
      'package.json#version',
    ],
    [
      'surface-break',
      'a file that a pattern led to',
      patterned('1.0.1', { 'lib/a.js': '' }),
      'warning',
      'package.json#exports',
    ],
    [
      'publint',
      'what hurts nobody, at the severity of publint',
      {
        manifest: { name: 'only-types', version: '1.0.0', main: '', types: 'index.d.ts' },
        files: { 'index.d.ts': 'export {};' },
      },
      'error',
      'package.json#main',
    ],
    [
      'signature-break',
      'a parameter that became required',
      typed('1.1.0', 'export declare function run(mode: "a" | "b"): string;\n'),
      'error',
      'index.d.ts:1',
    ],
    [
      'signature-addition',
      'another parameter in a patch',
      typed('1.0.1', 'export declare function run(mode?: "a" | "b", more?: string): string;\n'),
      'suggestion',
      'package.json#version',
    ],
    [
      'declarations-changed',
      'what the compiler cannot compare',
      typed('1.0.1', 'import type { Mode } from "modes";\nexport declare function run(mode?: Mode): string;\n'),
      'suggestion',
      'index.d.ts:2',
    ],
    [
      'engines-raised',
      'a Node that no longer works',
      grown('1.1.0', { engines: { node: '>=22' } }),
      'warning',
      'package.json#engines.node',
    ],
    [
      'new-dependencies',
      'what users download besides',
      grown('1.1.0', { dependencies: { 'tiny-dependency': '^1.0.0' } }),
      'suggestion',
      'package.json#dependencies',
    ],
  ];

  test.each(cases)('%s: %s', async (rule, _what, defective, severity, place) => {
    const findings = await find(rule, defective);
    expect(findings.map((finding) => [finding.severity, finding.place])).toContainEqual([severity, place]);
  });
});

test('where a verdict of publint hurts nobody the finding says so, and how to leave it out', async () => {
  const code = { 'index.js': 'export {};', 'index.d.ts': 'export {};' };
  const conditions = (more: object) => ({
    manifest: {
      name: 'ordered',
      version: '1.0.0',
      type: 'module',
      exports: { '.': { ...more, types: './index.d.ts', default: './index.js' } },
    },
    files: code,
  });
  const told = async (of: PackageObject) =>
    (await find('publint', of)).filter(({ rule }) => rule === 'publint/exports-types-should-be-first');
  const [own] = await told(conditions({ '@ordered/source': './index.js' }));
  expect(own).toMatchObject({
    severity: 'error',
    breaks: expect.stringMatching(/^Nobody who/),
    mend: expect.stringContaining('--skip publint/exports-types-should-be-first'),
  });
  const [usual] = await told(conditions({ import: './index.js' }));
  expect(usual?.breaks).toMatch(/^TypeScript users/);
});

test('a file that only declares is missed by users of TypeScript, and not by Node', async () => {
  const [finding] = (
    await find('publint', withFields({ types: './none.d.ts', exports: undefined, main: './dist/index.js' }))
  ).filter(({ rule }) => rule === 'publint/file-does-not-exist');
  expect(finding).toMatchObject({ place: 'package.json#types', breaks: expect.stringMatching(/^TypeScript users/) });
});
