import { describe, expect, test } from '@jest/globals';
import { hasConflictMarkers, lockfileKind, parses, regenerateCommand, ruleFor } from '@cdev/structured-merge';
import { lines } from './merge.ts';

describe('hasConflictMarkers', () => {
  test.each([
    ['a conflict', lines('a', '<<<<<<< HEAD', 'b', '=======', 'c', '>>>>>>> x'), true],
    ['a diff3 conflict', lines('<<<<<<< ours', 'b', '||||||| base', '=======', 'c', '>>>>>>> theirs'), true],
    ['a conflict with CRLF', '<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> x\r\n', true],
    ['a Markdown heading', lines('Title', '=======', 'text'), false],
    ['markers out of order', lines('>>>>>>> x', '=======', '<<<<<<< y'), false],
    ['a marker that is longer', lines('<<<<<<<< a', '========', '>>>>>>>> b'), false],
    ['markers within a line', lines('echo "<<<<<<< a"', '=======', 'echo ">>>>>>> b"'), false],
    ['an unfinished conflict', lines('<<<<<<< a', '=======', 'b'), false],
  ])('%s: %#', (_, text, expected) => {
    expect(hasConflictMarkers(text)).toBe(expected);
  });
});

describe('parses', () => {
  test.each([
    ['a.json', '{"a": 1}', true],
    ['a.json', '\uFEFF{"a": 1}', true],
    ['a.json', '{"a": 1,}', false],
    ['a.json', '// why\n{"a": 1}', true],
    ['package.json', '// why\n{"a": 1}', false],
    ['tsconfig.base.json', '{"a": 1,}', true],
    ['a.yaml', 'a: [1', false],
    ['a.yml', 'a: 1\n---\nb: 1\n', true],
    ['a.ts', 'const a: number = 1;', true],
    ['a.ts', 'const a: = 1;', false],
    ['a.d.ts', 'export const a: number; declare module "b" { const c: string; }', true],
    ['a.mts', 'export {};', true],
    ['a.tsx', 'const a = <b />;', true],
    ['a.js', 'const a = <b />;', true],
    ['a.js', 'import type { A } from "a"; const a: A = 1;', true],
    ['a.cjs', 'return 1;', true],
    ['a.js', 'with (a) b;', true],
    ['a.py', 'def', 'not-checked'],
    ['Makefile', '', 'not-checked'],
  ])('%s %p: %p', (path, text, expected) => {
    expect(parses(path, text)).toBe(expected);
  });
});

describe('lock files', () => {
  test.each([
    ['package-lock.json', 'npm'],
    ['npm-shrinkwrap.json', 'npm'],
    ['apps/web/pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lockb', 'bun'],
    ['Cargo.lock', undefined],
    ['my-package-lock.json', undefined],
  ])('%s is of %s', (path, kind) => {
    expect(lockfileKind(path)).toBe(kind);
  });

  test('no command runs a script of a package', () => {
    const shown = (['npm', 'pnpm', 'yarn', 'bun'] as const).map((kind) => {
      const { command, args } = regenerateCommand(kind);
      return [command, ...args].join(' ');
    });
    expect(shown).toEqual([
      'npm install --package-lock-only --ignore-scripts --no-audit --no-fund',
      'pnpm install --lockfile-only --ignore-scripts --no-frozen-lockfile',
      'yarn install --mode=update-lockfile',
      'bun install --lockfile-only --ignore-scripts',
    ]);
    expect(regenerateCommand('yarn', '# yarn lockfile v1\n').args).toContain('--ignore-scripts');
  });
});

test.each([
  ['package.json', 'json'],
  ['.vscode/settings.jsonc', 'json'],
  ['ci.yml', 'yaml'],
  ['src/a.mts', 'imports'],
  ['src/a.jsx', 'imports'],
  ['pnpm-lock.yaml', 'lockfile'],
  ['README.md', 'text'],
  ['a.jsonl', 'text'],
])('%s is merged by the rule %s', (path, rule) => {
  expect(ruleFor(path)).toBe(rule);
});
