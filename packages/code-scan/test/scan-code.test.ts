import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanCode } from '../src/index.ts';

const bad = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";

test('the scripts of components, at their places; not those of another language, data, or the markup', async () => {
  const files = {
    'a.vue': `<template>\n  <p>${bad}</p>\n</template>\n<script setup lang="ts">\nconst a: string = '';\n${bad}</script>\n<script lang="coffee">\n${bad}</script>\n`,
    'b ü.svelte': `<script context="module">\n${bad}</script>\n<script type="application/json">\n${bad}</script>\n<p>{1}</p>\n`,
    'c.astro': `---\nif (!Astro.user) return Astro.redirect('/');\n${bad}---\n<p>{bad}</p>\n<script>\n${bad}</script>\n`,
    'empty.vue': '<template><p /></template>\n',
  };
  await using folder = await tempFolder(files);
  const { issues, gaps } = await scanCode({ root: folder.path, paths: Object.keys(files) });
  expect(issues.map(({ places: [{ path, line, column }] }) => `${path}:${line}:${column}`)).toEqual([
    'a.vue:7:1',
    'b ü.svelte:2:1',
    'c.astro:3:1',
    'c.astro:7:1',
  ]);
  expect(gaps).toEqual([]);
});

test('code is looked at wherever it is; what is generated, declared or somebody else’s is not', async () => {
  await using folder = await tempFolder({
    'src/ä b.ts': bad,
    'lib/c.cjs': bad,
    run: '#!/usr/bin/env bash\nchmod 777 a\n',
    notes: 'chmod 777 a\n',
    'a.min.js': bad,
    'big.js': `${bad}const a = "${'x'.repeat(6000)}";`,
    'types.d.ts': bad,
    'node_modules/d/index.js': bad,
    'data.json': bad,
    'binary.js': `\0${bad}`,
  });
  const paths = [
    'src/ä b.ts',
    'lib/c.cjs',
    'run',
    'notes',
    'a.min.js',
    'big.js',
    'types.d.ts',
    'node_modules/d/index.js',
    'data.json',
    'binary.js',
    'gone.ts',
  ];
  const { issues, gaps, files, generated } = await scanCode({ root: folder.path, paths });
  expect(issues.map(({ ruleId, places: [{ path }] }) => `${ruleId} ${path}`)).toEqual([
    'tls-verification-off src/ä b.ts',
    'tls-verification-off lib/c.cjs',
    'shell-open-mode run',
  ]);
  expect({ gaps, files, generated }).toEqual({ gaps: [], files: 3, generated: 1 });
});

test('a file without an ending is what its first line says; a hook of husky is a shell script', async () => {
  const files = {
    'bin/a': `#!/usr/bin/env node\n${bad}`,
    'bin/b': `#!/usr/bin/env -S tsx --no-cache\nconst a: string = 'a';\n${bad}`,
    'bin/c': `#!/usr/bin/env python\n${bad}`,
    '.husky/pre-commit': 'chmod 777 a\n',
  };
  await using folder = await tempFolder(files);
  const { issues, gaps } = await scanCode({ root: folder.path, paths: Object.keys(files) });
  expect(issues.map(({ ruleId, places: [{ path, line }] }) => `${ruleId} ${path} ${line}`)).toEqual([
    'tls-verification-off bin/a 2',
    'tls-verification-off bin/b 3',
    'shell-open-mode .husky/pre-commit 1',
  ]);
  expect(gaps).toEqual([]);
});

test('UTF-16 is read as such, types of Flow too; what is too large is told', async () => {
  await using folder = await tempFolder({
    'flow.js': `// @flow\nimport type { A } from './a';\nconst a = (b: A): string => b;\n${bad}`,
    'large.js': `${bad}${'\n'.repeat(9 * 1024 * 1024)}`,
  });
  for (const order of ['le', 'be'] as const) {
    const bytes = Buffer.from(`\uFEFF${bad}`, 'utf16le');
    await writeFile(join(folder.path, `${order}.js`), order === 'le' ? bytes : bytes.swap16());
  }
  const paths = ['flow.js', 'large.js', 'le.js', 'be.js'];
  const { issues, gaps } = await scanCode({ root: folder.path, paths });
  expect(issues.map(({ places: [{ path, line }] }) => `${path} ${line}`)).toEqual(['flow.js 4', 'le.js 1', 'be.js 1']);
  expect(gaps).toEqual(['large.js is larger than 8 MB']);
});

test('with a version before: only what is new, wherever the lines went', async () => {
  await using folder = await tempFolder({ 'a.ts': `// moved\n\n${bad}const o = { rejectUnauthorized: false };\n` });
  const { issues } = await scanCode({ root: folder.path, paths: ['a.ts'], before: async () => bad });
  expect(issues.map(({ places: [{ line }] }) => line)).toEqual([4]);
});

test('what cannot be parsed is a gap, and the others are looked at', async () => {
  await using folder = await tempFolder({ 'a.ts': 'rejectUnauthorized = = (', 'b.ts': bad });
  const { issues, gaps } = await scanCode({ root: folder.path, paths: ['a.ts', 'b.ts'] });
  expect(gaps).toEqual(['a.ts cannot be parsed']);
  expect(issues.length).toBe(1);
});

test('it ends when it is interrupted', async () => {
  await using folder = await tempFolder({ 'a.ts': bad });
  await expect(scanCode({ root: folder.path, paths: ['a.ts'], signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test('the file that a package shows is told more loudly than what is inside of it', async () => {
  const code = "const { exec } = require('child_process');\nmodule.exports = (name) => exec(`git log ${name}`);\n";
  const manifest = (rest: object): string => JSON.stringify({ name: 'a', version: '1.0.0', ...rest });
  await using folder = await tempFolder({
    'a/package.json': manifest({ main: './lib/main' }),
    'a/lib/main.js': code,
    'a/lib/inner.js': code,
    'b/package.json': manifest({ exports: { '.': { import: './b.mjs', default: './b.cjs' } } }),
    'b/b.cjs': code,
    'c/package.json': manifest({ private: true }),
    'c/index.js': code,
    'd/package.json': manifest({}),
    'd/index.js': code,
    'd/deep/index.js': code,
    'e/package.json': '{ broken',
    'e/index.js': code,
    'f/package.json': manifest({ main: 'main.js', devDependencies: { electron: '39.0.0' } }),
    'f/main.js': code,
    'g/package.json': manifest({ main: 'index.js', bin: 'bin/g.js' }),
    'g/src/run.js': code,
    'h/package.json': manifest({ main: 'index.js', bin: 'bin/h.js' }),
    'h/index.js': 'module.exports = 1;\n',
    'h/src/run.js': code,
    'index.js': code,
  });
  const paths = [
    'a/lib/main.js',
    'a/lib/inner.js',
    'b/b.cjs',
    'c/index.js',
    'd/index.js',
    'd/deep/index.js',
    'e/index.js',
    'f/main.js',
    'g/src/run.js',
    'h/src/run.js',
    'index.js',
  ];
  const { issues } = await scanCode({ root: folder.path, paths });
  expect(issues.map(({ level, places: [{ path }] }) => `${level} ${path}`)).toEqual([
    'error a/lib/main.js',
    'warning a/lib/inner.js',
    'error b/b.cjs',
    'note c/index.js',
    'error d/index.js',
    'warning d/deep/index.js',
    'warning e/index.js',
    'note f/main.js',
    'note g/src/run.js',
    'warning h/src/run.js',
    'warning index.js',
  ]);
});
