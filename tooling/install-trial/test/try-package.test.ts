import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder, type TempFolder } from '@cdev/test-kit';
import { runTrials } from '../src/run-trials.ts';
import { tryPackage, type Bench, type PackageTrial } from '../src/try-package.ts';

jest.setTimeout(120_000);

let folder: TempFolder;
let registry: LocalRegistry;
let bench: Bench;
beforeAll(async () => {
  folder = await tempFolder();
  registry = await startRegistry();
  bench = { registry, folder: folder.path, env: scrubbedEnvironment(folder.path) };
});
afterAll(async () => {
  await registry.close();
  await folder.remove();
});

const sound = {
  type: 'module',
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
};
const index = { 'index.js': 'export const value = 1;\n', 'index.d.ts': 'export declare const value: number;\n' };

async function publish(
  name: string,
  manifest: Readonly<Record<string, unknown>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  await using source = await tempFolder({
    'package/package.json': JSON.stringify({ name, version: '1.0.0', ...sound, ...manifest }),
    ...Object.fromEntries(Object.entries({ ...index, ...files }).map(([path, text]) => [`package/${path}`, text])),
  });
  await run('tar', ['-czf', 'packed.tgz', 'package'], { cwd: source.path });
  await registry.put(await readFile(join(source.path, 'packed.tgz')));
}

describe('a package', () => {
  // Two at once, as all are tried.
  let tried: readonly PackageTrial[];
  beforeAll(async () => {
    await publish('below');
    await publish('typed', {}, { 'index.d.ts': 'export { value } from "below";\n' });
    await publish(
      'whole',
      { bin: { whole: 'bin.js' }, dependencies: { below: '^1.0.0' } },
      {
        'index.js': 'export { value } from "below";\n',
        'index.d.ts': 'export { value } from "below";\n',
        'bin.js':
          '#!/usr/bin/env node\nconsole.log(process.argv.includes("--health") ? \'{"command":"whole"}\' : "1.0.0");\n',
      },
    );
    tried = await runTrials(['whole', 'typed'], bench, { project: process.cwd() });
  });

  test('that is whole has no problem', () => {
    expect(tried[0]).toMatchObject({ problems: [], bins: ['whole'], closure: ['below@1.0.0', 'whole@1.0.0'] });
  });

  test('is told what it needs and does not declare, also where only lazy code or declarations ask for it', async () => {
    await publish('lazy', {}, { 'index.js': 'export const load = () => import("below");\n' });
    await publish('eager', {}, { 'index.js': 'export { value } from "below";\n' });
    expect((await tryPackage('lazy', bench)).problems).toEqual(['index.js imports below, which is not declared']);
    expect(tried[1]?.problems).toEqual([
      'index.d.ts imports below, which is not declared',
      ...['nodenext import', 'nodenext require', 'bundler'].map((consumer) =>
        expect.stringContaining(`types in index.d.ts:1 under ${consumer}: TS2307 Cannot find module 'below'`),
      ),
    ]);
    expect((await tryPackage('eager', bench)).problems).toEqual([
      expect.stringContaining("import of eager: failed, Error: Cannot find package 'below'"),
      expect.stringContaining('require of eager: failed'),
      'index.js imports below, which is not declared',
    ]);
  });

  test('is told what it drags in for nothing, and a file that is missing', async () => {
    await publish('dragging', { dependencies: { below: '1.0.0' } });
    expect((await tryPackage('dragging', bench)).problems).toEqual([
      'below is declared, and no published file asks for it',
    ]);
    await publish('hollow', { exports: './gone.js' });
    expect((await tryPackage('hollow', bench)).problems).toEqual([
      expect.stringContaining('import of hollow: failed, Error: Cannot find module'),
      expect.stringContaining('require of hollow: failed, Error: Cannot find module'),
    ]);
  });

  test('is told of bins that crash, that lie about their version and that have no health', async () => {
    const bin = { crashing: 'crash.js', lying: 'lie.js' };
    const files = {
      'crash.js': '#!/usr/bin/env node\nthrow new Error("broken");\n',
      'lie.js': '#!/usr/bin/env node\nconsole.log("0.9.0");\n',
    };
    await publish('binned', { bin }, files);
    expect((await tryPackage('binned', bench)).problems).toEqual([
      'crashing --help: crashed, Error: broken',
      'crashing --version: crashed, Error: broken',
      'crashing --health --json: crashed, Error: broken',
      'lying --version says 0.9.0, which is another version',
      'lying --health --json does not answer with one JSON document',
    ]);
  });

  test('that needs something nobody has cannot be installed', async () => {
    await publish('stranded', { dependencies: { 'is-nowhere': '^1.0.0' } });
    const { problems, closure } = await tryPackage('stranded', bench);
    expect(problems).toEqual([expect.stringMatching(/^pnpm did not find is-nowhere/)]);
    expect(closure).toEqual([]);
  });
});
