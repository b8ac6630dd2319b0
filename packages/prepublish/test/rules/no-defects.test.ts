import { describe, expect, test } from '@jest/globals';
import { notRun } from '../../src/rule/rule.ts';
import { runRules } from '../../src/rule/run-rules.ts';
import { allRules } from '../../src/rules/all-rules.ts';
import { intentOf } from '../../src/run/intent.ts';
import { openSubject } from '../../src/run/open-subject.ts';
import { cleanPackage, withFields, withFiles, type PackageObject } from '../one-defect/clean-package.ts';
import { tarballOf } from '../pack-object.ts';
import { bare, find, grown, typed, withCode } from './find-with.ts';

const signal = new AbortController().signal;

describe('what is no defect', () => {
  const cases: readonly (readonly [rule: string, what: string, PackageObject])[] = [
    [
      'undeclared-import',
      'a failure that is caught',
      withCode("try { require('nobody'); } catch {}\nimport('nobody').catch(() => {});\n"),
    ],
    [
      'undeclared-import',
      'text that looks like an import',
      withCode("const text = \"require('nobody')\"; // import 'nobody'\n"),
    ],
    [
      'undeclared-import',
      "a bundle's own require",
      withCode('(function (require) { require("nobody"); })(() => {});\n'),
    ],
    [
      'undeclared-import',
      'modules of Node, of other runtimes, and the package itself',
      withCode("import 'node:fs';\nimport 'path';\nimport 'bun:test';\nimport 'one-defect';\n"),
    ],
    [
      'missing-module',
      'a folder with an index, asked for by require',
      withFields(
        { type: 'commonjs', exports: './dist/index.js' },
        withFiles({ 'dist/index.js': "require('./inner');\n", 'dist/inner/index.js': '' }, bare),
      ),
    ],
    [
      'missing-module',
      'declarations beside code, asked for by its name',
      withFiles({ 'dist/index.d.ts': "export * from './inner.js';\n", 'dist/inner.d.ts': '' }, bare),
    ],
    [
      'subpath-import',
      'a pattern of imports',
      withFields({ imports: { '#lib/*': './dist/*.js' } }, withCode("import '#lib/index';\n")),
    ],
    [
      'undeclared-types',
      'a module that the package declares itself',
      withFiles({ 'dist/index.d.ts': "declare module 'nobody' {}\nimport 'nobody';\n" }, bare),
    ],
    ['install-script', 'a script without a file', withFields({ scripts: { postinstall: '' } })],
    ['engines-below', 'a range that a dependency keeps', withFields({ engines: { node: '^20.5.0 || >=22' } })],
    ['surface-break', 'a break with a major version', grown('2.0.0', { exports: './a.js', bin: {} })],
    [
      'signature-break',
      'another signature with a major version',
      typed('2.0.0', 'export declare function run(): void;\n'),
    ],
    [
      'signature-addition',
      'another parameter with a minor version',
      typed('1.1.0', 'export declare function run(mode?: "a" | "b", more?: string): string;\n'),
    ],
    ['file-list', 'nothing gone', cleanPackage],
    [
      'prerelease-tag',
      'a prerelease with a tag of its own',
      withFields({ version: '2.0.0-beta.1', publishConfig: { tag: 'beta' } }),
    ],
    ['license', 'expressions', withFields({ license: '(MIT OR Apache-2.0)' })],
  ];

  test.each(cases)('%s: %s', async (rule, _what, fine) => {
    expect(await find(rule, fine)).toEqual([]);
  });
});

test('a rule that fails takes no other with it, and is never passed', async () => {
  const tarball = tarballOf(cleanPackage.manifest, cleanPackage.files);
  const fine = allRules.find(({ id }) => id === 'readme');
  const broken = {
    id: 'broken',
    severity: 'error',
    summary: '',
    breaks: '',
    check: () => {
      throw new TypeError('oh');
    },
  } as const;
  const world = {
    source: undefined,
    git: notRun(''),
    registry: notRun(''),
    installation: notRun(''),
    rebuild: notRun(''),
    siblings: [],
    signal,
  };
  const intent = intentOf({ tag: undefined, branches: [], isChosen: true, env: {}, manifest: {} });
  const run = await runRules(fine ? [broken, fine] : [], openSubject(tarball, { ...world, intent }));
  expect(run).toMatchObject({
    findings: [],
    passed: ['readme'],
    notRun: [{ rule: 'broken', reason: expect.stringContaining('TypeError: oh') }],
  });
});
