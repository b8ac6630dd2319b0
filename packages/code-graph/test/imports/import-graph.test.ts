import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type tempFolder } from '@cdev/test-kit';
import { importGraph, readInventory, type ImportGraph } from '../../src/index.ts';

type Files = Parameters<typeof tempFolder>[0];

async function graphOf(files: Files): Promise<ImportGraph> {
  await using repository = await tempRepo(files);
  const onDisk = await importGraph(await readInventory(repository.path));
  const atCommit = await importGraph(await readInventory(repository.path, { commit: 'HEAD' }));
  expect(atCommit.edges).toEqual(onDisk.edges);
  return onDisk;
}

const edges = ({ edges: all }: ImportGraph): readonly string[] =>
  all.map(({ from, to, kind }) => `${from} ${kind} ${to}`);

describe('importGraph', () => {
  test('follows every form of import and says which it is', async () => {
    const graph = await graphOf({
      'main.ts': `
        import a, { type T } from './a.ts';
        import type { U } from './b';
        import './c.js';
        export * from './d/index.js';
        export type { V } from './e';
        const f = await import('./f');
        import g = require('./g');
        const no = await import('./' + name);
        // import './comment'; require('./comment')
        const text = "import './comment'";`,
      'a.ts': '',
      'b.d.ts': 'export interface U {}',
      'c.ts': '',
      'd/index.ts': '',
      'e.tsx': '',
      'f.mjs': '',
      'g.cjs': `const h = require("./h"); /* require('./comment') */ module.require('./comment');`,
      'h.json': '{}',
      'comment.ts': '',
    });
    expect(edges(graph)).toEqual([
      'g.cjs require h.json',
      'main.ts import a.ts',
      'main.ts type b.d.ts',
      'main.ts import c.ts',
      'main.ts re-export d/index.ts',
      'main.ts type e.tsx',
      'main.ts dynamic f.mjs',
      'main.ts require g.cjs',
    ]);
    expect(graph.importsOf('g.cjs')).toEqual(['h.json']);
    expect(graph.importersOf('a.ts')).toEqual(['main.ts']);
    expect(graph.importsOf('no/such')).toEqual([]);
  });

  test('follows paths of a tsconfig that extends a package nobody installed', async () => {
    const graph = await graphOf({
      'tsconfig.json': `{ "extends": "@acme/config", /* note */ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], "~lib": ["lib/main.ts"] }, } }`,
      'src/app.ts': `import '@/ö/page'; import '~lib'; import 'lib/other'; import './page2'; import 'react';`,
      'src/ö/page.tsx': '',
      'src/page2.ts': '',
      'lib/main.ts': '',
      'lib/other.ts': '',
    });
    expect(graph.importsOf('src/app.ts')).toEqual(['lib/main.ts', 'lib/other.ts', 'src/page2.ts', 'src/ö/page.tsx']);
    expect(graph.unresolved).toEqual([]);
  });

  test('takes paths from an extended configuration and from the sisters of a root of references', async () => {
    const graph = await graphOf({
      'config/base.json': '{}',
      'tsconfig.base.json': JSON.stringify({ compilerOptions: { paths: { '#core/*': ['./core/*'] } } }),
      'a/tsconfig.json': JSON.stringify({ extends: '../tsconfig.base.json' }),
      'a/x.ts': `import '#core/y'`,
      'core/y.ts': '',
      'b/tsconfig.json': JSON.stringify({ files: [], references: [{ path: './tsconfig.app.json' }] }),
      'b/tsconfig.app.json': JSON.stringify({ compilerOptions: { paths: { 'app/*': ['./src/*'] } } }),
      'b/main.ts': `import 'app/z'`,
      'b/src/z.ts': '',
    });
    expect(edges(graph)).toEqual(['a/x.ts import core/y.ts', 'b/main.ts import b/src/z.ts']);
  });

  test('follows packages of the workspace to their sources, built or not, installed or not', async () => {
    const graph = await graphOf({
      'packages/a/package.json': JSON.stringify({
        name: '@x/a',
        exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './tools/*': './dist/tools/*.js' },
        imports: { '#own': './dist/own.js' },
      }),
      'packages/a/src/index.ts': `import '#own';`,
      'packages/a/src/own.ts': '',
      'packages/a/src/tools/saw.ts': '',
      'packages/b/package.json': JSON.stringify({ name: 'b', main: 'lib/main.js' }),
      'packages/b/lib/main.js': `import '@x/a'; import '@x/a/tools/saw'; import 'b/extra'; import '@x/a/missing'; import '@x/unknown';`,
      'packages/b/extra.js': '',
      'test/fixtures/a/package.json': JSON.stringify({ name: '@x/a' }),
      'test/fixtures/a/index.js': '',
    });
    expect(edges(graph)).toEqual([
      'packages/a/src/index.ts import packages/a/src/own.ts',
      'packages/b/lib/main.js import packages/a/src/index.ts',
      'packages/b/lib/main.js import packages/a/src/tools/saw.ts',
      'packages/b/lib/main.js import packages/b/extra.js',
    ]);
    expect(graph.unresolved).toEqual([{ from: 'packages/b/lib/main.js', specifier: '@x/a/missing' }]);
  });

  test('finds what it can in files that do not parse, and says which they are', async () => {
    const graph = await graphOf({
      'broken.js': `import a from './a';\n<<<<<<< HEAD\nimport b from './b';\n=======\nimport c from './c';\n>>>>>>> x\n`,
      'top-level.cjs': `const a = require('./a');\nif (a) return;\nrequire('./b');`,
      'a.js': '',
      'b.js': '',
      'c.js': '',
    });
    expect(graph.importsOf('broken.js')).toEqual(['a.js', 'b.js', 'c.js']);
    expect(graph.importsOf('top-level.cjs')).toEqual(['a.js', 'b.js']);
    expect(graph.unparsed).toContain('broken.js');
  });

  test('reads the scripts of components, and queries and reference comments after a path', async () => {
    const graph = await graphOf({
      'App.vue': `<template><p/></template>\n<script setup lang="ts">\nimport type { A } from './a';\nimport B from './B.vue';\n</script>`,
      'B.vue': `<script>\nimport raw from './a?raw'\n</script>`,
      'C.astro': `---\nimport x from './a';\n---\n<p>import './no'</p>`,
      'types.d.ts': `/// <reference path="a.ts" />\n`,
      'a.ts': '',
    });
    expect(edges(graph)).toEqual([
      'App.vue import B.vue',
      'App.vue type a.ts',
      'B.vue import a.ts',
      'C.astro import a.ts',
      'types.d.ts type a.ts',
    ]);
  });

  test('prefers the language of the importer, keeps cycles, leaves itself, generated files and outside paths out', async () => {
    const graph = await graphOf({
      'a.js': `import './same'; import './a.js'; import '../outside'; import './dist/made.js'`,
      'same.js': `import './a'`,
      'same.ts': '',
      'b.ts': `import './same'`,
      'dist/made.js': `import '../a'`,
    });
    expect(edges(graph)).toEqual([
      'a.js import dist/made.js',
      'a.js import same.js',
      'b.ts import same.ts',
      'same.js import a.js',
    ]);
    expect(graph.unresolved).toEqual([{ from: 'a.js', specifier: '../outside' }]);
  });

  test('a folder leads where its manifest says, to the source of what is built', async () => {
    const graph = await graphOf({
      'a.js': `require('./part'); require('./built')`,
      'part/package.json': JSON.stringify({ main: './entry/start.js' }),
      'part/entry/start.js': `require('..')`,
      'built/package.json': JSON.stringify({ main: './dist/index.js' }),
      'built/src/index.ts': '',
    });
    expect(edges(graph)).toEqual(['a.js require built/src/index.ts', 'a.js require part/entry/start.js']);
    expect(graph.unresolved).toEqual([]);
  });

  test('finds packages that are committed below node_modules, the nearest first', async () => {
    await using folder = await tempRepo({
      'node_modules/a/package.json': JSON.stringify({ main: 'lib/a.js' }),
      'node_modules/a/lib/a.js': '',
      'node_modules/a/part.js': '',
      'test/node_modules/a/package.json': JSON.stringify({ exports: { '.': './b.js' } }),
      'test/node_modules/a/b.js': '',
      'test/node_modules/@x/y.js': '',
      'c.js': `import 'a'; import 'a/part'`,
      'test/d.js': `import 'a'; import '@x/y'; import 'a/part'; import 'z'`,
    });
    expect(edges(await importGraph(await readInventory(folder.path)))).toEqual([
      'c.js import node_modules/a/lib/a.js',
      'c.js import node_modules/a/part.js',
      'test/d.js import node_modules/a/part.js',
      'test/d.js import test/node_modules/@x/y.js',
      'test/d.js import test/node_modules/a/b.js',
    ]);
  });

  test('asks the disk where links lead, and for roots that stand for each other', async () => {
    await using folder = await tempRepo({
      'real/a.ts': '',
      'b.ts': `import './link/a'`,
      'c/tsconfig.json': JSON.stringify({ compilerOptions: { rootDirs: ['src', 'made'] } }),
      'c/src/d.ts': `import './e'; import './no'`,
      'c/made/e.ts': '',
    });
    await symlink('real', join(folder.path, 'link'));
    expect(edges(await importGraph(await readInventory(folder.path)))).toEqual([
      'b.ts import real/a.ts',
      'c/src/d.ts import c/made/e.ts',
    ]);
  });

  test('passes over a manifest that cannot be read', async () => {
    await using folder = await tempRepo({ 'a.js': `require('b/part')`, 'node_modules/b/part.js': '' });
    await symlink('gone', join(folder.path, 'node_modules/b/package.json'));
    expect(edges(await importGraph(await readInventory(folder.path)))).toEqual(['a.js require node_modules/b/part.js']);
  });

  test('a repository without scripts has an empty graph', async () => {
    expect(await graphOf({ 'main.py': 'import os' })).toMatchObject({ edges: [], unresolved: [], unparsed: [] });
  });
});
