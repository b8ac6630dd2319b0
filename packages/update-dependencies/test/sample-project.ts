import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import {
  localRegistry,
  tempFolder,
  tempRepo,
  testContext,
  type Files,
  type TempRepo,
  type TestContextOptions,
} from '@cdev/test-kit';
import { execa } from 'execa';
import { updateDependencies, type UpdateDependenciesOptions } from '../src/index.ts';

export type Registry = Awaited<ReturnType<typeof localRegistry>>;

export interface Published {
  readonly name: string;
  readonly version: string;
  readonly index?: string;
  readonly [field: string]: unknown;
}

const tarballs = new Map<string, Buffer>();

/** Puts packages of one file into the registry; the same package has the same bytes each time. */
export async function put(registry: Registry, ...packages: readonly Published[]): Promise<void> {
  for (const published of packages) {
    const key = JSON.stringify(published);
    const tarball = tarballs.get(key) ?? (await pack(published));
    tarballs.set(key, tarball);
    await registry.put(tarball);
  }
}

async function pack({ index = 'module.exports = 1;\n', ...manifest }: Published): Promise<Buffer> {
  await using folder = await tempFolder({
    'package/package.json': JSON.stringify({ license: 'MIT', main: 'index.js', ...manifest }),
    'package/index.js': index,
  });
  const file = join(folder.path, 'packed.tgz');
  await create({ cwd: folder.path, gzip: true, portable: true, file }, ['package']);
  return await readFile(file);
}

/** A project with the packages of the registry: `steady` has a compatible update, `moody` one that breaks and one that breaks the test. */
export const samplePackages: readonly Published[] = [
  { name: 'steady', version: '1.0.0' },
  { name: 'steady', version: '1.2.0', license: 'ISC', repository: 'github:acme/steady' },
  { name: 'moody', version: '1.0.0', index: 'module.exports = "calm";\n' },
  { name: 'moody', version: '1.1.0', index: 'module.exports = "cross";\n' },
  { name: 'moody', version: '2.0.0', index: 'module.exports = "calm";\n' },
  { name: 'tool', version: '3.0.0' },
  { name: 'tool', version: '3.0.1' },
  { name: 'idle', version: '1.0.0' },
];

export const sampleFiles: Files = {
  'package.json': `${JSON.stringify(
    {
      name: 'app',
      version: '1.0.0',
      scripts: { test: 'node --test' },
      dependencies: { steady: '^1.0.0', moody: '~1.0.0' },
      devDependencies: { tool: '3.0.0', idle: '^1.0.0' },
    },
    null,
    2,
  )}\n`,
  'index.js': "require('steady');\nmodule.exports = require('moody');\n",
  'test/all.test.js':
    "const test = require('node:test');\nconst assert = require('node:assert');\nrequire('tool');\ntest('is calm', () => assert.equal(require('../index.js'), 'calm'));\n",
  '.changeset/config.json': '{}\n',
  '.gitignore': 'node_modules\n',
};

/** The project with its lock file, committed; nothing of it is installed. */
export async function sampleProject(
  registry: Registry,
  {
    manager = 'npm',
    yarn,
    files = sampleFiles,
  }: { readonly manager?: 'npm' | 'pnpm' | 'yarn'; readonly yarn?: string; readonly files?: Files } = {},
): Promise<TempRepo> {
  const repo = await tempRepo(files);
  const env = environment(registry, repo.path);
  const lock = {
    npm: ['npm', ['install', '--package-lock-only', '--ignore-scripts']],
    pnpm: ['pnpm', ['install', '--lockfile-only', '--ignore-scripts']],
    yarn: [
      'yarn',
      yarn === undefined ? ['install', '--ignore-scripts', '--non-interactive'] : ['install', '--no-immutable'],
    ],
  } as const;
  const [program, args] = lock[manager];
  const path = manager === 'yarn' ? { PATH: await yarnOnPath(repo.path, yarn) } : {};
  await execa(program, [...args], { cwd: repo.path, env: { ...env, ...path, CI: '1' }, extendEnv: true });
  // As if its lock file had been written before the newer versions came.
  await repo.commit('Lock');
  return repo;
}

/** The PATH with a yarn on it, which comes from the registry. */
export async function yarnOnPath(repository: string, yarn = 'yarn@1.22.22'): Promise<string> {
  const folder = join(repository, '.git/yarn');
  if (!existsSync(folder)) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{}');
    await execa('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', yarn], { cwd: folder });
    const bin = join(folder, 'node_modules/.bin/yarn');
    const program = `#!/bin/sh\nexport DISABLE_V8_COMPILE_CACHE=1\nexec '${bin}' "$@"\n`;
    await writeFile(join(folder, 'yarn'), program, { mode: 0o755 });
  }
  return `${folder}:${process.env['PATH']}`;
}

export function environment(registry: Registry, home: string): Record<string, string> {
  return { ...registry.env, npm_config_cache: join(home, '.git/npm-cache'), XDG_DATA_HOME: join(home, '.git/data') };
}

export async function update(
  repo: { readonly path: string },
  registry: Registry,
  options: Partial<UpdateDependenciesOptions> & Omit<Partial<TestContextOptions>, 'cwd'> = {},
) {
  const home = options.home ?? join(repo.path, '.git/home');
  await mkdir(home, { recursive: true });
  const context = testContext({
    yes: true,
    clock: () => new Date(),
    ...options,
    cwd: repo.path,
    home,
    env: { ...environment(registry, repo.path), ...options.env },
  });
  const defaults: UpdateDependenciesOptions = {
    profile: 'weekly',
    only: [],
    checks: [],
    base: undefined,
    again: false,
    runsScripts: false,
    isDryRun: false,
    minimumAge: 0,
    silence: 730 * 86_400_000,
    deniedLicences: [],
  };
  const { result, status } = await updateDependencies({ ...defaults, ...options }, context);
  return { ...result, status, of: (group: string) => result.groups.find((one) => one.group === group) };
}

export async function writeInto(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
