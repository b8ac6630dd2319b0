import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { samplePackage } from './package-to-build.ts';

describe('cdev-build', () => {
  test('makes a bin that answers --version and --help by itself and leaves the rest to the command line', () => {
    using sample = samplePackage();
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
    expect(sample.bin('--version')).toBe('1.2.3\n');
    expect(sample.bin('--help')).toBe('help of sample \n');
    expect(sample.bin('list', '-h')).toBe('help of sample list\n');
    expect(sample.bin('file', '--help', '--version')).toBe('1.2.3\n');
    expect(JSON.parse(sample.bin('a', '--', '--help'))).toEqual({ version: '1.2.3', argv: ['a', '--', '--help'] });
    // The answers above need nothing but this file.
    expect(readFileSync(join(sample.folder, 'dist/start.js'), 'utf8')).not.toMatch(/^import /m);
  });

  test('gives a script the end that its package announces, from the next build on', () => {
    using sample = samplePackage();
    sample.build();
    expect(JSON.parse(sample.bin('a'))).toEqual({ version: '1.2.3', argv: ['a'] });
    const deprecation = { warnsFrom: '2026-01-31', sunset: '2026-05-01', replacement: "the 'new' one", guide: 'X.md' };
    const manifest = { name: '@cdev/sample', version: '1.2.3', type: 'module', cdev: { deprecation } };
    sample.write({ 'package.json': JSON.stringify(manifest) });
    sample.build();
    expect(JSON.parse(sample.bin('a'))).toMatchObject({ deprecation });
  });

  test('bundles what is imported, apart where the source says import(), and keeps its licence', () => {
    using sample = samplePackage();
    sample.build();
    sample.remove('node_modules');
    expect(JSON.parse(sample.bin('a'))).toMatchObject({ argv: ['a'] });
    expect(Object.keys(sample.digests()).filter((file) => file.startsWith('chunks'))).not.toEqual([]);
    const licences = readFileSync(join(sample.folder, 'dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
    expect(licences).toContain('third-party 7.0.0 (ISC)\n\nTake it.');
  });

  test('writes CommonJS, in which modules of the runtime are what they are, whatever form the import has', () => {
    using sample = samplePackage({
      'src/cli.ts': `import type { Script } from '@cdev/core/cli';
// @ts-expect-error no types of Node here
import path, { basename as nameOf, default as again } from 'path';
// @ts-expect-error no types of Node here
import { 'dirname' as folderOf } from 'node:path';
// @ts-expect-error no types of Node here
import * as os from 'node:os';
// @ts-expect-error no types of Node here
import 'node:tty';
// @ts-expect-error no types of Node here
import process from 'node:process';
const deprecation = [typeof process.pid, path === again, nameOf('a/b'), folderOf('a/b'), typeof os.default.hostname, typeof os.hostname];
export const script = { name: 'sample', commands: [{ name: '' }], deprecation } as Script;\n`,
      'src/lazy.ts': 'export const lazy = 1;\n',
    });
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
    expect(JSON.parse(sample.bin('a'))).toMatchObject({
      deprecation: ['number', true, 'b', 'a', 'function', 'function'],
    });
    const bundle = readFileSync(join(sample.folder, 'dist/command-line.cjs'), 'utf8');
    // Its own loader, and namespaces of which every part is read, are what ES modules cost.
    expect(bundle).toMatch(/^"use strict";\n/);
    expect(bundle).not.toMatch(/^(?:import|export) /m);
  });

  test('writes bundles in ASCII, and what they say is the same', () => {
    using sample = samplePackage({
      'src/cli.ts': `import type { Script } from '@cdev/core/cli';
const größe = { é: 1 };
const deprecation = ['✓ ä', \`→ \${größe.é} 😀\`, /[→😀]/u.test('😀'), /^ä$/.test('ä'), String.raw\`✓\\n\`, '\\u2713'];
export const script = { name: 'sample', commands: [{ name: '' }], deprecation } as Script;\n`,
      'src/lazy.ts': 'export const lazy = 1;\n',
    });
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
    expect(JSON.parse(sample.bin('a'))).toMatchObject({
      deprecation: ['✓ ä', '→ 1 😀', true, true, String.raw`✓\n`, '✓'],
    });
    const bundle = readFileSync(join(sample.folder, 'dist/command-line.cjs'), 'utf8');
    // But for the template whose source is asked for.
    expect(bundle.match(/[^\0-\x7F]/g)).toEqual(['✓']);
  });

  test('gives a namespace of the runtime what only a namespace has', () => {
    const kept = ['os', 'path', 'tty', 'url', 'zlib'];
    const library = `
${['dns', 'http', 'https', 'net', ...kept].map((name) => `import * as ${name} from '${name}';`).join('\n')}
const parts = [http.METHODS.length > 9, typeof (process.pid > 0 ? dns : net).lookup, { https: https.x, http: 1 }.http];
// Only a namespace has these.
const whole = [typeof os.default, 'default' in path, typeof tty['default'], typeof (process.pid > 0 ? url : url).default, 'default' in { zlib }.zlib];
export default [...parts, ...whole];\n`;
    using sample = samplePackage({
      'node_modules/third-party/index.d.ts': 'declare const answer: unknown;\nexport default answer;\n',
      'node_modules/third-party/index.js': library,
      'node_modules/third-party/package.json':
        '{"name":"third-party","version":"7.0.0","type":"module","license":"ISC","main":"index.js"}',
      'src/cli.ts': `import type { Script } from '@cdev/core/cli';
import deprecation from 'third-party';
export const script = { name: 'sample', commands: [{ name: '' }], deprecation } as Script;\n`,
      'src/lazy.ts': 'export const lazy = 1;\n',
    });
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
    expect(JSON.parse(sample.bin('a'))).toMatchObject({
      deprecation: [true, 'function', 1, 'object', true, 'object', 'object', true],
    });
  });

  test('loads the cryptography of the runtime when something of it is asked for', () => {
    const cli = (names: string, rest: string): string => `import type { Script } from '@cdev/core/cli';
// @ts-expect-error no types of Node here
import { ${names} } from 'node:crypto';
declare const process: { moduleLoadList: string[] };
const isLoaded = (): boolean => process.moduleLoadList.includes('NativeModule crypto');
const deprecation = [isLoaded(), ${rest}, isLoaded()];
export const script = { name: 'sample', commands: [{ name: '' }], deprecation } as unknown as Script;\n`;
    using sample = samplePackage({ 'src/lazy.ts': 'export const lazy = 1;\n' });
    const deprecationOf = (text: string): unknown => {
      sample.write({ 'src/cli.ts': text });
      expect(sample.build()).toEqual({ exitCode: 0, output: '' });
      return (JSON.parse(sample.bin('a')) as { deprecation: unknown }).deprecation;
    };
    const empty = 'd41d8cd98f00b204e9800998ecf8427e';
    expect(deprecationOf(cli('createHash', "createHash('md5').digest('hex')"))).toEqual([false, empty, true]);
    expect(deprecationOf(cli('createHash', '1'))).toEqual([false, 1, false]);
    expect(deprecationOf(cli('Hash, createHash', "createHash('md5') instanceof Hash"))).toEqual([false, true, true]);
    expect(deprecationOf(cli('constants', 'typeof constants'))).toEqual([false, 'object', true]);
  });

  test('loads what starts programs and what asks terminals when something of it is asked for', () => {
    const cli = (rest: string): string => `import type { Script } from '@cdev/core/cli';
// @ts-expect-error no types of Node here
import { spawnSync } from 'node:child_process';
// @ts-expect-error no types of Node here
import { isatty } from 'node:tty';
declare const process: { moduleLoadList: string[]; execPath: string };
const isLoaded = (name: string): boolean => process.moduleLoadList.includes('NativeModule ' + name);
const deprecation = [isLoaded('child_process'), isLoaded('net'), ${rest}, isLoaded('child_process'), isLoaded('net')];
export const script = { name: 'sample', commands: [{ name: '' }], deprecation } as unknown as Script;\n`;
    using sample = samplePackage({ 'src/lazy.ts': 'export const lazy = 1;\n' });
    const deprecationOf = (text: string): unknown => {
      sample.write({ 'src/cli.ts': text });
      expect(sample.build()).toEqual({ exitCode: 0, output: '' });
      return (JSON.parse(sample.bin('a')) as { deprecation: unknown }).deprecation;
    };
    expect(deprecationOf(cli('1'))).toEqual([false, false, 1, false, false]);
    expect(deprecationOf(cli('isatty(99)'))).toEqual([false, false, false, false, true]);
    expect(deprecationOf(cli("spawnSync(process.execPath, ['-p', '1']).status"))).toEqual([
      false,
      false,
      0,
      true,
      true,
    ]);
  });

  test('writes what data is, not how it is made, into the bundle and for whoever imports it', () => {
    using sample = samplePackage({
      'src/lazy.ts': 'export const lazy = 1;\n',
      'src/words.ts': "export const words: readonly string[] = ['one', 'two \\u2713'];\n",
      'src/lengths-at-build.ts': `import { words } from './words.ts';
export const lengths: readonly number[] = words.map(({ length }) => length * 1000);
export const shown: string = words.join('\\n"');\n`,
      'src/cli.ts': `import type { Script } from '@cdev/core/cli';
import { lengths, shown } from './lengths-at-build.ts';
const deprecation = [lengths, shown];
export const script = { name: 'sample', commands: [{ name: '' }], deprecation } as Script;\n`,
    });
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
    expect(JSON.parse(sample.bin('a'))).toMatchObject({ deprecation: [[3000, 5000], 'one\n"two ✓'] });
    const bundle = readFileSync(join(sample.folder, 'dist/command-line.cjs'), 'utf8');
    expect(bundle).not.toContain('* 1000');
    const module = (): string => readFileSync(join(sample.folder, 'dist/lengths-at-build.js'), 'utf8');
    expect(module()).toBe('export const lengths = [3000,5000];\nexport const shown = "one\\n\\"two ✓";\n');
    // The compiler has nothing to do where only what data is made of is another package's.
    sample.write({ 'src/words.ts': "export const words: readonly string[] = ['three'];\n" });
    expect(sample.build().exitCode).toBe(0);
    expect(module()).toBe('export const lengths = [5000];\nexport const shown = "three";\n');
  });

  test('writes bytes that are data into a file, which is read straight into what is given for them', () => {
    using sample = samplePackage({
      'src/squares-at-build.ts': `const roots = [1, 2, 3];
export function squares(into: Uint8Array): number {
  into.set(roots.map((root) => root ** 2));
  return roots.length;
}
export const count: number = roots.length;\n`,
      'src/lazy.ts': `import { squares } from './squares-at-build.ts';
const into = new Uint8Array(3);
export const lazy: string = squares(into) + ': ' + into.join(' ');\n`,
      'src/cli.ts': `import type { Script } from '@cdev/core/cli';
import { count, squares } from './squares-at-build.ts';
const into = new Uint8Array(4);
const deprecation = [count, squares(into), [...into]];
export const script = { name: 'sample', commands: [{ name: '', run: () => import('./lazy.ts') }], deprecation } as Script;\n`,
    });
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
    expect(JSON.parse(sample.bin('a'))).toMatchObject({
      deprecation: [3, 3, [1, 4, 9, 0]],
    });
    expect(readFileSync(join(sample.folder, 'dist/command-line.cjs'), 'utf8')).not.toContain('** 2');
    const files = Object.keys(sample.digests()).filter((file) => file.endsWith('.bin'));
    expect(files).toContain('squares-at-build.squares.bin');
    expect(files).toHaveLength(2);
    const module = pathToFileURL(join(sample.folder, 'dist/lazy.js')).href;
    const { stdout } = spawnSync(process.execPath, [
      '-e',
      `import(${JSON.stringify(module)}).then(({ lazy }) => console.log(lazy))`,
    ]);
    expect(String(stdout)).toBe('3: 1 4 9\n');
  });

  test('gives the same bytes for the same sources, wherever they are', () => {
    using one = samplePackage();
    using two = samplePackage();
    one.build();
    two.build();
    const { '.tsbuildinfo': _, ...rest } = one.digests();
    expect(two.digests()).toMatchObject(rest);
  });

  test('removes what no source makes any more', () => {
    using sample = samplePackage({ 'src/old.ts': 'export const old = 1;\n' });
    sample.build();
    expect(Object.keys(sample.digests())).toContain('old.js');
    sample.remove('src/old.ts');
    expect(sample.build().exitCode).toBe(0);
    expect(Object.keys(sample.digests()).filter((file) => file.includes('old'))).toEqual([]);
  });

  test('makes everything again when dist was removed', () => {
    using sample = samplePackage();
    sample.build();
    const before = Object.keys(sample.digests());
    sample.remove('dist/index.js');
    sample.build();
    expect(Object.keys(sample.digests())).toEqual(before);
  });

  test('builds a package without a command line as a library alone', () => {
    using sample = samplePackage({ 'src/index.ts': 'export const one = 1;\n' });
    sample.remove('src/cli.ts');
    sample.remove('src/lazy.ts');
    expect(sample.build().exitCode).toBe(0);
    expect(Object.keys(sample.digests())).toEqual(['.tsbuildinfo', 'index.d.ts', 'index.js']);
  });
});

describe('cdev-build refuses', () => {
  test('a type error', () => {
    using sample = samplePackage({ 'src/index.ts': "export const one: number = 'one';\n" });
    const { exitCode, output } = sample.build();
    expect(exitCode).not.toBe(0);
    expect(output).toContain('src/index.ts');
  });

  test('native code that the package does not depend on itself', () => {
    using sample = samplePackage({
      'node_modules/oxc-parser/package.json': '{"name":"oxc-parser","version":"1.0.0","main":"index.js"}',
      'node_modules/oxc-parser/index.js': '',
      'node_modules/oxc-parser/index.d.ts': 'export {};\n',
      'src/lazy.ts': "import 'oxc-parser';\nexport const lazy = 1;\n",
    });
    const { exitCode, output } = sample.build();
    expect(exitCode).toBe(1);
    expect(output).toContain('@cdev/sample: its bin loads oxc-parser, which has native code');
    const declared = { name: '@cdev/sample', version: '1.2.3', type: 'module', dependencies: { 'oxc-parser': '1' } };
    sample.write({ 'package.json': JSON.stringify(declared) });
    expect(sample.build()).toEqual({ exitCode: 0, output: '' });
  });

  test('an import that cannot be found', () => {
    using sample = samplePackage({
      'src/lazy.ts': "// @ts-expect-error it is not there\nimport 'nowhere';\nexport const lazy = 1;\n",
    });
    const { exitCode, output } = sample.build();
    expect(exitCode).toBe(1);
    expect(output).toContain('nowhere');
  });

  test('a command line that declares no script', () => {
    using sample = samplePackage({ 'src/cli.ts': 'export const other = 1;\n', 'src/index.ts': 'export {};\n' });
    expect(sample.build().exitCode).toBe(1);
  });
});
