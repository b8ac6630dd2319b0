import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { prepublishText } from '../src/human.ts';
import type { PrepublishResult } from '../src/prepublish.ts';
import type { Finding } from '../src/rule/rule.ts';

const page = { style: createStyle(false), columns: 80 };
const finding: Finding = {
  rule: 'undeclared-import',
  severity: 'error',
  place: 'dist/index.js:1',
  reason: 'dist/index.js imports kleur, which package.json does not declare',
  breaks: 'Everybody who loads this file',
  mend: 'Add kleur to "dependencies"',
};
const report = (name: string, findings: readonly Finding[]): PrepublishResult['packages'][number] => ({
  name,
  version: '1.2.0',
  path: '',
  tarball: { integrity: 'sha512-', size: 1234, unpackedSize: 5_678_900, files: 3 },
  state: findings.length > 0 ? 'findings' : 'ready',
  failOn: 'error',
  findings,
  passed: ['license', 'name'],
  notRun: [{ rule: 'login', reason: 'offline' }],
  duration: 340,
});
const result = (packages: PrepublishResult['packages'], more: Partial<PrepublishResult> = {}): PrepublishResult => ({
  packages,
  fixes: [],
  isApplied: false,
  isForced: false,
  ...more,
});

test('one package: place, reason, who and mend, then what was not run', () => {
  const text = prepublishText(result([report('tool', [finding])], { notWritten: 'there are findings' }), page);
  expect(text).toBe(`✗ tool 1.2.0  3 files, 1.2 kB packed, 5.7 MB unpacked

  error  dist/index.js:1  undeclared-import
    dist/index.js imports kleur, which package.json does not declare
    Who: Everybody who loads this file
    → Add kleur to "dependencies"

Not run
  offline
    login

✗ 1 error; 2 checks passed  340 ms
  No distribution manifest: there are findings
`);
});

test('many packages: a table, what all share once, and only those with something to say', () => {
  const own = { ...finding, place: 'b.js:2' };
  const text = prepublishText(result([report('a', [finding]), report('b', [finding, own])]), page);
  expect(text.split('\n').slice(0, 4)).toEqual([
    '   package  version  files  packed  errors  warnings  suggestions  not run',
    '✗  a        1.2.0    3      1.2 kB  1       –         –            1',
    '✗  b        1.2.0    3      1.2 kB  2       –         –            1',
    '',
  ]);
  expect(text.match(/dist\/index\.js:1/g)).toHaveLength(1);
  expect(text).toContain('All packages');
  expect(text).toContain('b.js:2');
});

test('text from outside cannot move the cursor or end a line', () => {
  const sly = { ...finding, reason: 'one\u001B[2J\ntwo' };
  expect(prepublishText(result([report('tool', [sly])]), page)).toContain('    one two\n');
});

test('a run that is forced says so', () => {
  expect(prepublishText(result([report('tool', [finding])], { isForced: true }), page)).toContain(
    'FORCE_PUBLISH is set',
  );
});
