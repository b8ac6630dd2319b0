import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Benchmark } from './frame/benchmark.ts';
import { measure, type Case, type Measure } from './frame/measure.ts';

const rounds = 5;

/** Three small packages packed and tried as users would get them; and what choosing and reporting cost over the bare runner. */
export const benchmark: Benchmark = {
  summary:
    'three packages packed, installed with npm and pnpm and tried; tests with and without us: pnpm bench test-locally',
  bar: 'packed: three packages within 6 s, npm and pnpm together',
  run: async ({ root, note }) => {
    const bin = join(root, 'packages/test-locally/bin/cdev-test-locally.js');
    const folder = mkdtempSync(join(tmpdir(), 'bench-test-locally-'));
    try {
      note('packing and trying three packages');
      writePackages(join(folder, 'three'));
      writeTests(join(folder, 'tests'));
      const measures = measure(casesOf(bin, folder), rounds);
      const packed = measures[0] as Measure;
      return {
        head: ['what', 'wall s', 'CPU s'],
        rows: measures.map(({ name, wall, cpu }) => [name, (wall / 1000).toFixed(2), (cpu / 1000).toFixed(2)]),
        isMet: packed.wall <= 6000,
        notes: [
          `${rounds} rounds in turn, medians; start of the program included. The three packages need picomatch, execa and yargs from the registry, ` +
            'their types are compiled with TypeScript 7, bins started twice, entries imported and required, with npm and with pnpm. ' +
            `The caches of npm and pnpm are warm. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
        ],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function casesOf(bin: string, folder: string): Case[] {
  const three = join(folder, 'three');
  const tests = join(folder, 'tests');
  const ours = (...args: string[]): Pick<Case, 'file' | 'args' | 'mustSucceed'> => ({
    file: process.execPath,
    args: [bin, ...args, '--quiet'],
    mustSucceed: true,
  });
  return [
    { name: 'packed, three packages, npm and pnpm', cwd: three, ...ours('packed') },
    { name: 'node --test, 10 files', cwd: tests, file: process.execPath, args: ['--test'], mustSucceed: true },
    { name: 'cdev-test-locally --all, the same 10 files', cwd: tests, ...ours('--all') },
    { name: 'cdev-test-locally --all --list', cwd: tests, ...ours('--all', '--list') },
  ];
}

function writePackages(folder: string): void {
  const manifest = (name: string, more: object): string =>
    JSON.stringify({ name: `@three/${name}`, version: '1.0.0', type: 'module', license: 'MIT', ...more });
  const typed = { files: ['*.js', '*.d.ts'], exports: { '.': { types: './index.d.ts', default: './index.js' } } };
  write(folder, {
    'package.json': JSON.stringify({ name: 'three', private: true }),
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\npmOnFail: ignore\n',
    'packages/util/package.json': manifest('util', { ...typed, dependencies: { picomatch: '^4.0.2' } }),
    'packages/util/index.js': "import picomatch from 'picomatch';\nexport const isMatch = (a, b) => picomatch(b)(a);\n",
    'packages/util/index.d.ts': 'export declare const isMatch: (a: string, b: string) => boolean;\n',
    'packages/core/package.json': manifest('core', {
      ...typed,
      dependencies: { '@three/util': 'workspace:^', execa: '^10.0.0' },
    }),
    'packages/core/index.js':
      "import { execa } from 'execa';\nexport { isMatch } from '@three/util';\nexport const run = execa;\n",
    'packages/core/index.d.ts':
      "export { isMatch } from '@three/util';\nexport declare const run: (file: string) => unknown;\n",
    'packages/cli/package.json': manifest('cli', {
      files: ['*.js'],
      bin: { three: './cli.js' },
      dependencies: { '@three/core': 'workspace:^', yargs: '^18.0.0' },
    }),
    'packages/cli/cli.js':
      "#!/usr/bin/env node\nimport yargs from 'yargs';\nimport { isMatch } from '@three/core';\n" +
      "yargs(process.argv.slice(2)).command('$0', 'Matches', {}, () => console.log(isMatch('a.js', '*.js'))).version('1.0.0').parse();\n",
  });
  // The project's own TypeScript, as its packages would have been compiled with.
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(typescript, join(folder, 'node_modules/typescript'));
}

function writeTests(folder: string): void {
  const test = "import test from 'node:test';\ntest('one', () => {});\ntest('two', () => {});\n";
  const files = Array.from({ length: 10 }, (_, at) => [`test/${at}.test.js`, test] as const);
  write(folder, {
    'package.json': JSON.stringify({ name: 'tests', type: 'module', scripts: { test: 'node --test' } }),
    ...Object.fromEntries(files),
  });
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
