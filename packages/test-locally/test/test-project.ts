import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import type { Context, Outcome } from '@cdev/core/cli';
import { testLocally, type TestLocallyOptions } from '../src/test-locally.ts';
import type { TestRun } from '../src/run/test-run.ts';

export const defaults: TestLocallyOptions = {
  names: [],
  packages: [],
  all: true,
  level: 'files',
  suites: [],
  list: false,
  coverage: false,
  retry: 0,
  repeat: 1,
  untilFail: false,
  shuffle: false,
  bail: false,
  failOnFlaky: false,
  slowest: 5,
  passWithNoTests: false,
  timeLimit: 60_000,
  withoutPretest: false,
};

/** A package tested by node:test; `files` are added. */
export function nodeProject(files: Readonly<Record<string, string>> = {}): Promise<TempRepo> {
  return tempRepo({
    'package.json': JSON.stringify({ name: 'one', type: 'module', scripts: { test: 'node --test' } }),
    '.gitignore': 'node_modules\ncoverage\n',
    ...files,
  });
}

/** Makes an installed package of this workspace available to a test project. */
export async function lend(repo: { readonly path: string }, name: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  await mkdir(join(repo.path, 'node_modules'), { recursive: true });
  await symlink(dirname(manifest), join(repo.path, 'node_modules', name));
}

export async function runHere(
  repo: { readonly path: string },
  options: Partial<TestLocallyOptions> = {},
  context: Partial<Pick<Context, 'env' | 'signal'>> = {},
): Promise<Outcome<TestRun>> {
  return testLocally({ ...defaults, ...options }, testContext({ cwd: repo.path, ...context }));
}

/** Name to status. */
export function statuses({ tests }: TestRun): Readonly<Record<string, string>> {
  return Object.fromEntries(tests.map(({ name, status }) => [name, status]));
}
