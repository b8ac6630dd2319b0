import { describe, expect, test } from '@jest/globals';
import { parseSync } from 'oxc-parser';
import { findSpecifiers, type FoundSpecifier } from '../../src/imports/find-specifiers.ts';
import { scanImports } from '../../src/imports/scan-imports.ts';

/** The parser's own answer, which is had by a statement before the imports that the scanner does not take. */
function parsed(text: string): ReadonlySet<string> {
  const { specifiers, isParsed } = findSpecifiers(parseSync, 'file.ts', `void 0;\n${text}`);
  return isParsed ? edgesOf(specifiers) : new Set(['not parsed']);
}

/** Each kind and specifier once: the parser tells of every name, the graph keeps one edge. */
function edgesOf(specifiers: readonly FoundSpecifier[] = []): ReadonlySet<string> {
  return new Set(specifiers.map(({ kind, specifier }) => `${kind} ${specifier}`));
}

describe('scanImports', () => {
  test.each([
    `import a from './a';`,
    `import './a'\nimport "b"`,
    `import a, { b, c as d, type E } from './a';`,
    `import a, * as b from './a';`,
    `import * as b from './a';`,
    `import type { A, B } from './a';`,
    `import type A from './a';`,
    `import type * as A from './a';`,
    `import { type A, type B as C, } from './a';`,
    `import { type A, b } from './a';`,
    `import {} from './a';`,
    `import { default as a } from './a';`,
    `import{a}from'./a';import{b}from'./b';`,
    `import { ö$_1 } from './a';`,
    `/* first */ import /* a */ { // b\n c /* d */ } /* e */ from /* f */ './a' // g\n;`,
    `export * from './a';`,
    `export * as a from './a';`,
    `export { a, b as c } from './a';`,
    `export { type A, b } from './a';`,
    `export type { A } from './a';`,
    `export type * from './a';`,
    `export { default } from './a';\nimport './b';`,
    `/** says import x from 'y'; and require('z') */\nimport './a';`,
  ])('reads %j as the parser does', (text) => {
    const found = scanImports(text, true);
    expect(found).toBeDefined();
    expect(edgesOf(found)).toEqual(parsed(text));
  });

  test.each([
    `import type from './a';`,
    `import type, { a } from './a';`,
    `import { type } from './a';`,
    `import { type as } from './a';`,
    `import { type as b } from './a';`,
    `import defer * as a from './a';`,
    `import source a from './a';`,
    `import from from './a';`,
    `import a from './a' with { type: 'json' };`,
    `import a from './a'\nwith { type: 'json' };`,
    `import { 'a-b' as c } from './a';`,
    `import './\\u0061';`,
    `import a = require('./a');`,
    `const a = await import('./a');`,
    `import('./a');`,
    `import.meta.url;`,
    `export { a };`,
    `export {} from './a';`,
    `export default 1;`,
    `export const a = 1;`,
    `import a from './a' import b from './b';`,
    `import { a b } from './a';`,
    `import { a from './a';`,
    `import './a'; /* no end`,
    `<<<<<<< HEAD\nimport './a';`,
  ])('leaves %j to the parser', (text) => {
    expect(scanImports(text, true)).toBeUndefined();
  });

  test('nothing but comments, directives and a line for the shell imports nothing', () => {
    expect(scanImports('', true)).toEqual([]);
    expect(scanImports(`#!/usr/bin/env node\n'use strict';\n"use client"\n// import './a'`, false)).toEqual([]);
  });

  test('a type in JavaScript, as Flow has it, is left to the parser', () => {
    for (const text of [
      `import type { A } from './a';`,
      `import { type A } from './a';`,
      `export type { A } from './a';`,
    ])
      expect(scanImports(text, false)).toBeUndefined();
  });

  test('a long comment is passed over without a limit', () => {
    expect(scanImports(`/*${' * note\n'.repeat(50_000)}*/ import './a';`, true)).toEqual([
      { specifier: './a', kind: 'import' },
    ]);
  });
});

describe('findSpecifiers', () => {
  test('the address of a module is no import, and does not hide those before and after it', () => {
    const text = `import './a';\nconst here = import.meta.url;\nconst b = import('./b');\nconst there = import.meta.dirname;\n`;
    expect(findSpecifiers(parseSync, 'file.ts', text)).toEqual({
      specifiers: [
        { specifier: './a', kind: 'import' },
        { specifier: './b', kind: 'dynamic' },
      ],
      isParsed: true,
    });
  });

  test('references count also where nothing else needs the parser', () => {
    expect(findSpecifiers(parseSync, 'file.ts', `/// <reference path="a.d.ts" />\nimport './b';\n`).specifiers).toEqual(
      [
        { specifier: './b', kind: 'import' },
        { specifier: './a.d.ts', kind: 'type' },
      ],
    );
  });
});
