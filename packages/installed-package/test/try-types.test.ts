import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { tryTypes, tryTypesOf, type Installation, type TypeTrial } from '@cdev/installed-package';
import { trialBench, type TrialBench } from './trial-bench.ts';

// Package managers take seconds on a machine with much else to do.
jest.setTimeout(120_000);

const house = fileURLToPath(new URL('../../../', import.meta.url));

const packages: readonly { name: string; manifest: object; files: Readonly<Record<string, string>> }[] = [
  {
    name: 'sound',
    manifest: {
      type: 'module',
      exports: { '.': { types: './i.d.ts', default: './i.js' }, './s': { types: './s.d.ts', default: './s.js' } },
    },
    files: {
      'i.js': '',
      'i.d.ts': 'import type { Readable } from "node:stream"; export declare function read(from: Readable): Buffer;',
      's.js': '',
      's.d.ts': 'export declare const s: 1;',
    },
  },
  { name: 'untyped', manifest: { main: 'i.js' }, files: { 'i.js': 'exports.a = 1;' } },
  {
    name: 'half',
    manifest: { exports: { '.': { types: './i.d.ts', default: './i.js' }, './more': './more.js' } },
    files: { 'i.js': '', 'i.d.ts': 'export declare const i: 1;', 'more.js': '' },
  },
  {
    name: 'leaning',
    manifest: { types: 'i.d.ts', main: 'i.js' },
    files: { 'i.js': '', 'i.d.ts': '\nexport type { Thing } from "is-not-declared";' },
  },
  {
    name: 'classic',
    manifest: { main: 'lib/i.js' },
    files: { 'lib/i.js': '', 'lib/i.d.ts': 'declare const f: () => void; export = f;' },
  },
  {
    name: 'broken',
    manifest: { types: './gone.d.ts', exports: { '.': { types: './gone.d.ts', default: './i.js' } } },
    files: { 'i.js': '' },
  },
  {
    name: '@types/elsewhere',
    manifest: { types: 'index.d.ts', main: '' },
    files: { 'index.d.ts': 'declare module "elsewhere" { export const one: 1; }\ndeclare var everywhere: 2;\n' },
  },
  {
    name: '@types/wrong',
    manifest: { types: 'index.d.ts', main: '' },
    files: { 'index.d.ts': 'declare module "wrong" { export const one: NotDeclared; }\n' },
  },
  {
    name: 'modern',
    manifest: { type: 'module', exports: { '.': { import: { types: './i.d.ts', default: './i.js' } } } },
    files: { 'i.js': '', 'i.d.ts': 'export declare const i: 1;' },
  },
];

let bench: TrialBench;
let installations: readonly Installation[];
let trials: Readonly<Record<string, readonly TypeTrial[]>>;
beforeAll(async () => {
  bench = await trialBench();
  for (const { name, manifest, files } of packages) await bench.publish({ name, ...manifest }, files);
  installations = await Promise.all(packages.map(({ name }) => bench.install(name)));
  const subjects = packages.map(({ name }, index) => ({ name, installation: installations[index] as Installation }));
  const tried = await tryTypesOf(subjects, { project: house });
  trials = Object.fromEntries(packages.map(({ name }, index) => [name, tried[index] ?? []]));
});
afterAll(async () => bench[Symbol.asyncDispose]());

test('a package with good types is fine for every consumer, with the TypeScript of the project', () => {
  const fine = {
    outcome: 'ok',
    entries: ['.', './s'],
    problems: [],
    typescript: expect.stringMatching(/^\d+\.\d+\.\d+, project$/),
  };
  expect(trials['sound']).toMatchObject([
    { consumer: 'nodenext import', ...fine },
    { consumer: 'nodenext require', ...fine },
    { consumer: 'bundler', ...fine },
  ]);
  expect(trials['classic']?.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
});

test('a package without types is not run, nor a consumer that is offered nothing', () => {
  expect(trials['untyped']).toMatchObject(
    Array.from({ length: 3 }, () => ({ outcome: 'not run', reason: 'it has no declarations' })),
  );
  expect(trials['modern']).toMatchObject([
    { outcome: 'ok' },
    { consumer: 'nodenext require', outcome: 'not run', reason: 'nothing is offered for require' },
    { outcome: 'ok' },
  ]);
});

test('an entry without types beside one that has them is a problem of that entry', () => {
  for (const { outcome, problems } of trials['half'] ?? []) {
    expect(outcome).toBe('failed');
    expect(problems).toMatchObject([{ code: 'TS7016', entry: './more', file: undefined }]);
  }
  expect(trials['broken']?.[0]).toMatchObject({
    outcome: 'failed',
    problems: [{ entry: '.', code: expect.stringMatching(/TS7016|TS2307/) }],
  });
});

test('declarations of another module and of globals are taken as a user takes them, and are no module', () => {
  expect(trials['@types/elsewhere']?.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
  expect(trials['@types/wrong']?.map(({ problems }) => problems)).toMatchObject(
    Array.from({ length: 3 }, () => [{ code: 'TS2304', file: 'index.d.ts', entry: undefined }]),
  );
});

test('a declaration that needs what is not declared is a problem in its file', () => {
  expect(trials['leaning']?.map(({ problems }) => problems)).toMatchObject(
    Array.from({ length: 3 }, () => [
      {
        code: 'TS2307',
        entry: undefined,
        file: 'i.d.ts',
        line: 2,
        message: expect.stringContaining('is-not-declared'),
      },
    ]),
  );
});

test('without a TypeScript that is new enough nothing is said about types', async () => {
  const project = join(bench.folder, 'old');
  await mkdir(join(project, 'node_modules/typescript'), { recursive: true });
  await writeFile(join(project, 'package.json'), '{}');
  await writeFile(join(project, 'node_modules/typescript/package.json'), '{"version":"4.9.5","bin":{"tsc":"tsc"}}');
  const [installation] = installations as [Installation];
  for (const options of [{}, { project }])
    expect(
      (await tryTypes(installation, 'sound', options)).map(({ outcome, reason }) => `${outcome}: ${reason}`),
    ).toEqual(Array.from({ length: 3 }, () => 'not run: the project has no TypeScript of 5.0 or later'));
});

test('without TypeScript and without a registry that answers it is told at once, and not waited for', async () => {
  const [installation] = installations as [Installation];
  const env = {
    ...process.env,
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_cache: join(bench.folder, 'empty-cache'),
    // What npm would do by itself: ask again after ten seconds, then after a minute.
    npm_config_fetch_retries: '2',
  };
  const trials = await tryTypes(installation, 'sound', { env });
  expect(trials.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual(
    Array.from(
      { length: 3 },
      () => 'not run: the project has no TypeScript of 5.0 or later, and none could be fetched',
    ),
  );
  // Less than npm would have waited.
}, 60_000);
