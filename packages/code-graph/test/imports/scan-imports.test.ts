import { describe, expect, test } from '@jest/globals';
import { parseSync } from 'oxc-parser';
import { findSpecifiers, type FoundSpecifier } from '../../src/imports/find-specifiers.ts';
import { scanImports } from '../../src/imports/scan-imports.ts';

/** The parser's own answer, which is had by something before the imports that the scanner does not take. */
function parsed(text: string, name = 'file.ts'): ReadonlySet<string> {
  let isAsked = false;
  const { specifiers, isParsed } = findSpecifiers(name, `let \\u0061;${text}\n//import`, (...args) => {
    isAsked = true;
    return parseSync(...args);
  });
  expect(isAsked).toBe(true);
  return isParsed ? edgesOf(specifiers) : new Set(['not parsed']);
}

/** Each kind and specifier once: the parser tells of every name, the graph keeps one edge. */
function edgesOf(specifiers: readonly FoundSpecifier[] = []): ReadonlySet<string> {
  return new Set(specifiers.map(({ kind, specifier }) => `${kind} ${specifier}`));
}

function scan(text: string, name = 'file.ts'): readonly FoundSpecifier[] | undefined {
  return scanImports(text, {
    isTypescript: name.includes('.ts'),
    isDeclaration: name.includes('.d.'),
    hasMarkup: name.endsWith('x') || name.endsWith('.js'),
    end: text.length,
  });
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
    `import defer * as a from './a';`,
    `import source a from './a';`,
    `import { 'a-b' as c } from './a';`,
    `export { 'a-b' as c } from './a';`,
    `export * as 'a-b' from './a';`,
    `import type from './a';`,
    `import source from './a'; import defer from './b';`,
    `import a, { b as c, } from 'data:text/javascript,export const b = "c"';`,
    `export { a } from "data:text/javascript,export const a = 'b'";`,
    `import('./a'); \u00fcber(); \u00e9import('./b'); \u00a0require('./c'); const importé = import('./d');`,
    `const a = [\n  /^a\\//, // b's\n  /'/,\n  // c: 'd\n  /"/,\n  // import './e'\n  !/'/.test(f),\n]; import './g';`,
    `if (/* a */ b) /'/.test(c); // while\n(d) / 2; import('./f')`,
    `const a = b.return / 2, c = d. typeof / 2; const e = typeof /'/; import './f'`,
    `const a = (b, c) / 2 / (d[e] / 2); if (f) /'/.test(g); for (;;) /[/']/.exec(h); i(/'/); import('./j')`,
    `const a = { import: 1, require, from: './b' }; c(import.meta, require); import('./d')`,
    `const a = \`b \${c ? \`d \${'}'} e\` : "\`"} f\`; import('./g')`,
    `import { default as a } from './a';`,
    `import{a}from'./a';import{b}from'./b';`,
    `import { ö$_1 } from './a';`,
    `/* first */ import /* a */ { // b\n c /* d */ } /* e */ from /* f */ './a' // g\n;`,
    `import a from './a' with { type: 'json' };import './b'`,
    `import a from './a'\nwith { type: 'json' };`,
    `import a = require('./a');`,
    `export import a = require('./a');`,
    `export * from './a';`,
    `export * as a from './a';`,
    `export { a, b as c } from './a';`,
    `export { type A, b } from './a';`,
    `export type { A } from './a';`,
    `export type * from './a';`,
    `export { default } from './a';\nimport './b';`,
    `export default 1;\nexport const a = 1;\nexport type B = 1;import './b'`,
    `import { a, b as c, type D } from './a'; import e from './e'; const f = 1; export { c as default, f, type D, e };`,
    `import { a as b } from './a'; const a = 1; export { a };`,
    `/** says import x from 'y'; and require('z') */\nimport './a';`,
    `const a = await import('./a'); import.meta.url; import(/* a note */ \`./b\`, { with: { type: 'json' } }).then((b) => b.c);`,
    `import.defer('./a'); import('./a' + b); import(\`./\${c}\`); d.import('./d'); e = { import: 1, export: 2, require: 3 };`,
    `class A { import(x) {} export() {} #import = 1; require = require('./a') }`,
    `const a = require('./a'), { b } = require("./b").c; d.require('./d'); require.resolve('./e'); require(f);`,
    `const a = 'import("./a")', b = "import './b'\\"", c = \`import('./c') \${require('./d')} \${{ e: \`\${import('./e')}\` }}\`;`,
    `const a = b / require('./a') / c; const d = /require('.\\/d')['"/]/g.test(e); if (f) /'/.test(g); return_ / 2; import('./h');`,
    `const a = [1 / 2, /[/'"]/, b() / 2, c[0] / 2, 'd' / 2]; const e = (f) => /"/; switch (g) { case /'/: } import './h'`,
    `const a: Record<string, Array<Array<Array<'b'>>>> = {}; import('./c');`,
    `define(['./a', "b", 'require', 'exports'], (a, b) => { require(['./c', './d'], () => {}); })`,
    `define('name', ['./a'], function () {}); require.ensure([ './b' , "./c", ], () => require('./d'));`,
    `define(['./' + a]); define(b, ['./b']); require(['./c', d]); e.define(['./e']); f.require(['./f']); define({ g: ['./g'] }); import './h'`,
    `// define(['./a'])\nrequire /* no */ (['./c']); define([]); import './d'`,
    `#!/usr/bin/env node\n'use strict';\nimport './a';`,
  ])('reads %j as the parser does', (text) => {
    const found = scan(text);
    expect(found).toBeDefined();
    expect(edgesOf(found)).toEqual(text.startsWith('#!') ? new Set(['import ./a']) : parsed(text));
  });

  test.each([
    `import type, { a } from './a';`,
    `import { type } from './a';`,
    `import { type as } from './a';`,
    `import { type as b } from './a';`,
    `import from from './a';`,
    `export {} from './a';`,
    `import './\\u0061';`,
    `import { a b } from './a';`,
    `import { a from './a';`,
    `import './a'; /* no end`,
    `import('./a'); const b = 'no end`,
    'import("./a"); `no end',
    `<<<<<<< HEAD\nimport './a';`,
    `import './a';\n=======\nimport './b';\n>>>>>>> c`,
    `import('./a'); {`,
    `import('./a'); (]`,
    `import('./a'); }`,
    `import('./a'); const b = {} / 2;`,
    `import('./a'); b++ / 2; c++ / 2`,
    `import('./a'); b! / 2; '/'`,
    `import('./a'); for (const b of /c/) d`,
    `// a.\ntypeof /'/; import('./b')`,
    `import('./a'); const b =\u00a0/c/`,
    `import('./a'); \\u0061();`,
  ])('leaves %j to the parser', (text) => {
    expect(scan(text)).toBeUndefined();
  });

  test.each([
    `const a = <b>don't</b>; import('./c')`,
    `const a = <b c="d's" e='"' f={g} {...h} i />; import('./j')`,
    `const a = <><b.c>{import('./d')}'</b.c> it's {/* 'e */} <f g={<h>i's</h>} /></>; import('./j')`,
    `const a = (\n  // b's\n  <c\n    d={\`'\${e}\`} // f's\n    /* g's */ h\n  >\n    import('./i')\n  </c>\n); require('./j')`,
    `const a = b ? <c /> : <d></d>; const e = f < g, h = i<j && k > l; import('./m')`,
    `const a = () => <b>{c && <d>{e.map((f) => <g key={f}>{f}'s</g>)}</d>}</b>; import('./h')`,
  ])('passes over the markup of %j as the parser does', (text) => {
    for (const name of ['file.jsx', 'file.tsx']) {
      const found = scan(text, name);
      expect(found).toBeDefined();
      expect(edgesOf(found)).toEqual(parsed(text, name));
    }
  });

  test('what may be markup or not is left to the parser, a comparison is not', () => {
    for (const text of [
      `const a = <B,>(c: B) => c; import './d'`,
      `const a = <B extends C>(d: B) => d;\nimport './e';`,
      `import('./c'); return <a>`,
      `import('./c'); const a = <b></c`,
    ])
      expect(scan(text, 'file.tsx')).toBeUndefined();
    const text = `if (a <b && c > 1) import('./c'); const d = (e<f) / 2;`;
    expect(edgesOf(scan(text, 'file.js'))).toEqual(parsed(text, 'file.js'));
  });

  test('where an element has no end before the last import, its text may be code', () => {
    const text = `const a = <T>(b) => b;\nimport './c';\n`;
    const options = { isTypescript: true, isDeclaration: false, hasMarkup: true };
    expect(scanImports(`${text}const d = 1;`, { ...options, end: text.length })).toBeUndefined();
  });

  test('a type that is asked of a module is a dependency, which the parser does not list', () => {
    const text = `type A = import('./a').B; let c: typeof import('./c'); const d = await import('./d').catch(e);`;
    expect(edgesOf(scan(text))).toEqual(new Set(['type ./a', 'type ./c', 'dynamic ./d']));
    expect(edgesOf(scan(`declare const a: import('./a');`, 'file.d.ts'))).toEqual(new Set(['type ./a']));
    expect(edgesOf(scan(`import('./a').b`, 'file.mjs'))).toEqual(new Set(['dynamic ./a']));
    expect(edgesOf(scan(`declare module 'x' { import { Y } from './y'; export { Y } }`))).toContain('import ./y');
  });

  test('nothing is looked for behind the end, but what begins before it is read whole', () => {
    const text = `import(\n  './a'\n); }}} 'x`;
    const options = { isTypescript: true, isDeclaration: false, hasMarkup: false };
    expect(scanImports(text, { ...options, end: 7 })).toEqual([{ specifier: './a', kind: 'dynamic' }]);
  });

  test('nothing but comments, directives and a line for the shell imports nothing', () => {
    expect(scan('')).toEqual([]);
    expect(scan(`#!/usr/bin/env node\n'use strict';\n"use client"\n// import './a'`, 'file.js')).toEqual([]);
  });

  test('a list of AMD is required where it is defined, and loaded late where it is asked for', () => {
    const text = `define('a', ['./b', 'exports'], () => require(['./c'], d)); require.ensure(['./e'], f); const g = "define(['./h'])";`;
    expect(scan(text, 'file.js')).toEqual([
      { specifier: './b', kind: 'require' },
      { specifier: './c', kind: 'dynamic' },
      { specifier: './e', kind: 'dynamic' },
    ]);
  });

  test('a type in JavaScript, as Flow has it, is left to the parser', () => {
    for (const text of [`import type { A } from './a';`, `import { type A } from './a';`])
      expect(scan(text, 'file.js')).toBeUndefined();
  });

  test('a long comment is passed over without a limit', () => {
    expect(scan(`/*${' * note\n'.repeat(50_000)}*/ import './a';`)).toEqual([{ specifier: './a', kind: 'import' }]);
  });
});

describe('findSpecifiers', () => {
  test.each([
    ['short statements', 'a;'.repeat(5e6)],
    ['escapes in a string', `const a = "${String.raw`\n`.repeat(5e6)}";`],
    ['stars in a comment', `/*${' *'.repeat(5e6)}*/`],
  ])('ten megabytes of %s are no end', (_, text) => {
    const { specifiers } = findSpecifiers('file.js', `${text}\nimport './a';`);
    expect(specifiers).toEqual([{ specifier: './a', kind: 'import' }]);
  });

  test('the address of a module is no import, and does not hide those before and after it', () => {
    const text = `import './a';\nconst here = import.meta.url;\nconst b = import('./b');\nconst there = import.meta.dirname;\n`;
    expect(findSpecifiers('file.ts', text)).toEqual({
      specifiers: [
        { specifier: './a', kind: 'import' },
        { specifier: './b', kind: 'dynamic' },
      ],
      isParsed: true,
    });
  });

  test('references count also where nothing else needs the parser', () => {
    expect(findSpecifiers('file.ts', `/// <reference path="a.d.ts" />\nimport './b';\n`).specifiers).toEqual([
      { specifier: './b', kind: 'import' },
      { specifier: './a.d.ts', kind: 'type' },
    ]);
  });
});
