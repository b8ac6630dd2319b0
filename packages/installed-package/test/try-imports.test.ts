import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { tryImports } from '@cdev/installed-package';
import { trialBench, type TrialBench } from './trial-bench.ts';

// Package managers take seconds on a machine with much else to do.
jest.setTimeout(120_000);

let bench: TrialBench;
beforeAll(async () => {
  bench = await trialBench();
});
afterAll(async () => bench[Symbol.asyncDispose]());

/** Each trial as `specifier how: outcome`, with names or the reason. */
async function tried(
  manifest: { readonly name: string; readonly [field: string]: unknown },
  files: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  await bench.publish(manifest, files);
  await using installation = await bench.install(manifest.name);
  const trials = await tryImports(installation, manifest.name, { timeLimit: 60_000 });
  return Object.fromEntries(
    trials.map(({ specifier, how, outcome, names, code, reason }) => [
      `${how} ${specifier}`,
      [outcome, code ?? names.join(','), outcome === 'ok' ? '' : reason.split('\n')[0]].filter(Boolean).join(' | '),
    ]),
  );
}

describe('each entry is imported and required', () => {
  test('of exports with conditions, subpaths and a pattern', async () => {
    const manifest = {
      name: '@acme/dual',
      exports: {
        '.': { types: './index.d.ts', import: './index.mjs', require: './index.cjs' },
        './only': { import: './only.mjs' },
        './types': { types: './types.d.ts' },
        './style.css': './style.css',
        './features/*': './features/*.cjs',
        './features/private': null,
        './package.json': './package.json',
      },
    };
    const files = {
      'index.mjs': 'export const a = 1; export default 2;',
      'index.cjs': 'exports.b = 1;',
      'only.mjs': 'export const only = 1;',
      'types.d.ts': '',
      'style.css': '',
      'features/one.cjs': 'exports.one = 1;',
      'features/deep/two.cjs': 'exports.two = 2;',
    };
    expect(await tried(manifest, files)).toEqual({
      'import @acme/dual': 'ok | a,default',
      'require @acme/dual': 'ok | b',
      'import @acme/dual/only': 'ok | only',
      'require @acme/dual/only': 'not offered | exports has nothing for require',
      'import @acme/dual/types': 'not run | it has types only',
      'require @acme/dual/types': 'not run | it has types only',
      'import @acme/dual/style.css': 'not run | Node does not load .css files',
      'require @acme/dual/style.css': 'not run | Node does not load .css files',
      'import @acme/dual/features/deep/two': expect.stringContaining('ok'),
      'require @acme/dual/features/deep/two': 'ok | two',
      'import @acme/dual/features/one': expect.stringContaining('ok'),
      'require @acme/dual/features/one': 'ok | one',
      'import @acme/dual/package.json': 'ok | default',
      'require @acme/dual/package.json': 'ok | exports,name,version',
    });
  });

  test('of a pattern that leads to everything: folders and files that nobody imports are left out', async () => {
    const manifest = { name: 'open', exports: { '.': './index.js', './*': './*' } };
    const found = await tried(manifest, { 'index.js': 'exports.a = 1;', 'bin/a.js': '', LICENSE: 'MIT' });
    expect(Object.keys(found).filter((key) => key.startsWith('require'))).toEqual([
      'require open',
      'require open/bin/a.js',
      'require open/index.js',
      'require open/package.json',
    ]);
  });

  test('of a package without exports', async () => {
    expect(await tried({ name: 'classic', main: './lib.js' }, { 'lib.js': 'module.exports = () => {};' })).toEqual({
      'import classic': 'ok | default',
      'require classic': 'ok',
    });
    expect(await tried({ name: 'bare' }, { 'index.js': 'exports.a = 1;' })).toMatchObject({ 'require bare': 'ok | a' });
    expect(await tried({ name: 'only-bin', bin: 'bin.js' }, { 'bin.js': '' })).toEqual({});
  });

  test('of a package with very many files behind a pattern, as far as is sensible', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f/${index}.js`, '']));
    const trials = await tried({ name: 'many', exports: { './*': './f/*.js' } }, files);
    expect(Object.values(trials).filter((outcome) => outcome.startsWith('ok'))).toHaveLength(40);
    expect(Object.values(trials)).toContain('not run | 10 more files match the pattern');
  });

  test('of a pattern without an extension its files, and no folder', async () => {
    const files = { 'lib/a.js': '', 'lib/deep/b.js': '', 'lib/c.wasm': '' };
    expect(await tried({ name: 'foldered', exports: { './*': './lib/*' } }, files)).toEqual({
      'import foldered/a.js': 'ok | default',
      'require foldered/a.js': 'ok',
      'import foldered/deep/b.js': 'ok | default',
      'require foldered/deep/b.js': 'ok',
      'import foldered/c.wasm': 'not run | .wasm files are for a loader of their own',
      'require foldered/c.wasm': 'not run | .wasm files are for a loader of their own',
    });
  });

  test('one that fails because of what another began is tried alone', async () => {
    const exports = { './first': './first.cjs', './late': './late.mjs' };
    const files = { 'first.cjs': "import('./late.mjs');", 'late.mjs': 'export const late = 1;' };
    expect(await tried({ name: 'racing', exports }, files)).toMatchObject({ 'require racing/late': 'ok | late' });
  });
});

describe('what goes wrong is told as Node tells it', () => {
  test('and does not keep the others from being tried', async () => {
    const manifest = {
      name: 'troubled',
      type: 'module',
      exports: {
        './gone': './gone.js',
        './throws': './throws.js',
        './ends': './ends.js',
        './waits': './waits.js',
        './fine': './fine.js',
      },
    };
    const files = {
      'throws.js': 'throw new RangeError("too far");',
      'ends.js': 'process.exit(0);',
      'waits.js': 'await new Promise(() => {});',
      'fine.js': 'console.log("noise on stdout"); export const fine = true;',
    };
    expect(await tried(manifest, files)).toMatchObject({
      'import troubled/gone': expect.stringMatching(/^failed \| ERR_MODULE_NOT_FOUND \| Error: Cannot find module/),
      'import troubled/throws': 'failed | RangeError: too far',
      'import troubled/ends': 'failed | it ended the process with exit code 0',
      'import troubled/waits': 'failed | it waits at its top level for something that never comes',
      'import troubled/fine': 'ok | fine',
      'require troubled/waits': expect.stringMatching(/^failed \| ERR_REQUIRE_ASYNC_MODULE/),
      'require troubled/fine': 'ok | fine',
    });
  });

  test('a hang is ended at the time limit, and the others are tried', async () => {
    const exports = { './fine': { import: './fine.js' }, './hangs': { import: './hangs.js' } };
    const files = { 'fine.js': '', 'hangs.js': 'for (;;);' };
    await bench.publish({ name: 'hanging', type: 'module', exports }, files);
    await using installation = await bench.install('hanging');
    const reasons = async (timeLimit: number): Promise<Record<string, string>> => {
      const trials = (await tryImports(installation, 'hanging', { timeLimit })).filter(({ how }) => how === 'import');
      return Object.fromEntries(trials.map(({ specifier, outcome, reason }) => [specifier, `${outcome} ${reason}`]));
    };
    // On a busy machine also what is fine takes its time.
    for (let timeLimit = 1000; ; timeLimit *= 3) {
      const { 'hanging/fine': fine, 'hanging/hangs': hangs } = await reasons(timeLimit);
      expect(hangs).toBe(`failed it did not finish loading within ${timeLimit / 1000} s`);
      if (fine === 'ok ') break;
    }
  });

  test('when a dependency is not declared', async () => {
    await bench.publish({ name: 'needed' }, { 'index.js': '' });
    await bench.publish({ name: 'honest', dependencies: { needed: '1.0.0' } }, { 'index.js': 'require("needed");' });
    const manifest = { name: 'dishonest', dependencies: { honest: '1.0.0' } };
    await bench.publish(manifest, { 'index.js': 'require("needed");' });
    const outcomes = async (more: object): Promise<string[]> => {
      await using installation = await bench.install('dishonest', more);
      return (await tryImports(installation, 'dishonest')).map(({ outcome }) => outcome);
    };
    // npm lays everything side by side, which hides it; a strict installation does not.
    expect(await outcomes({ manager: 'npm' })).toEqual(['ok', 'ok']);
    expect(await outcomes({ strict: true })).toEqual(['failed', 'failed']);
  });
});
