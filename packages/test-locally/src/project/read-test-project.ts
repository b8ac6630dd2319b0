import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readInventory, type InventoryFile } from '@cdev/code-graph';
import { errors } from '../errors.ts';
import { scriptPath } from '../runners/find-program.ts';
import type { RunnerCall } from '../runners/runner.ts';
import { dependenciesOf, readManifest, scriptOf, type Manifest } from './manifest.ts';
import { runnerCalls, type PackageScripts } from './runner-calls.ts';
import { splitScript } from './split-script.ts';
import type { TestPackage, TestProject } from './test-package.ts';

export interface ReadTestProjectOptions {
  /** Which script tells how a package is tested. Default: `test`, else one that is commonly called so. */
  readonly script?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The packages of the repository that `cwd` lies in, and how each is tested. @throws CDEV_E_TEST_LOCALLY_NO_PACKAGE, _MANIFEST_INVALID */
export async function readTestProject(cwd: string, options: ReadTestProjectOptions = {}): Promise<TestProject> {
  const inventory = await readInventory(cwd, { signal: options.signal });
  const paths = inventory.files.filter(isOwnManifest).map(({ path }) => path.slice(0, -'package.json'.length));
  const found = await Promise.all(paths.map((path) => readPackage(inventory.root, path, options)));
  if (found.length === 0) throw errors.make('CDEV_E_TEST_LOCALLY_NO_PACKAGE', { folder: cwd });
  return {
    root: inventory.root,
    inventory,
    packages: found.sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1)),
  };
}

/** What tests and templates bring along is no package of the repository. */
function isOwnManifest({ path, isTest, generatedAs }: InventoryFile): boolean {
  return (
    posix.basename(path) === 'package.json' &&
    (!isTest || path === 'package.json') &&
    generatedAs === undefined &&
    !/(?:^|\/)(?:fixtures?|templates?|examples?|node_modules)\//i.test(path)
  );
}

async function readPackage(root: string, path: string, { script }: ReadTestProjectOptions): Promise<TestPackage> {
  const folder = join(root, path);
  const found = await readManifest(folder);
  if (!found && path === '') {
    // A bare repository has its files in commits only.
    if (!existsSync(join(folder, 'package.json'))) throw errors.make('CDEV_E_TEST_LOCALLY_NO_PACKAGE', { folder });
    throw errors.make('CDEV_E_TEST_LOCALLY_MANIFEST_INVALID', { file: 'package.json' });
  }
  // Further down it may be a template; then nothing in that folder is known to be tested.
  const manifest = found ?? {};
  const name = typeof manifest.name === 'string' ? manifest.name : path.replace(/\/$/, '') || '.';
  return { name, path, folder, manifest, calls: callsOf({ name, folder, manifest }, script) };
}

const customary = ['test', 'test:unit', 'tests', 'unit', 'test:ci', 'test-ci', 'jest', 'vitest', 'mocha'];

function callsOf(owner: PackageScripts, asked: string | undefined): readonly RunnerCall[] {
  const name = asked ?? customary.find((candidate) => scriptOf(owner.manifest, candidate) !== undefined);
  if (name === undefined) return callByConfiguration(owner);
  const found = runnerCalls(owner, name);
  if (found.length > 0) return found;
  const script = scriptOf(owner.manifest, name);
  return script === undefined ? [] : unknownCall(owner, { name, script });
}

/** No script says so, but a runner is set up here. */
function callByConfiguration({ name, folder, manifest }: PackageScripts): readonly RunnerCall[] {
  const dependencies = dependenciesOf(manifest);
  const runner = hasJestConfiguration(folder, manifest)
    ? 'jest'
    : (['vitest', 'mocha', 'ava', 'tap'] as const).find((one) => dependencies.includes(one));
  if (runner === undefined) return [];
  const foundIn = runner === 'jest' ? 'jest configuration' : `package.json dependency ${runner}`;
  return [{ runner, package: name, folder, env: {}, nodeArgs: [], args: [], specs: [], script: runner, foundIn }];
}

function hasJestConfiguration(folder: string, manifest: Manifest): boolean {
  const names = ['js', 'cjs', 'mjs', 'ts', 'json'].map((extension) => `jest.config.${extension}`);
  return manifest['jest'] !== undefined || names.some((file) => existsSync(join(folder, file)));
}

/** A program that is not known, in a package that is set up for jest, is taken to pass its arguments on; any other is run as it is. */
function unknownCall(owner: PackageScripts, { name, script }: { name: string; script: string }): readonly RunnerCall[] {
  const base = {
    package: owner.name,
    folder: owner.folder,
    nodeArgs: [],
    specs: [],
    script,
    foundIn: `package.json scripts.${name}`,
  };
  const commands = splitScript(script);
  const [only] = commands;
  if (
    commands.length === 1 &&
    only &&
    hasJestConfiguration(owner.folder, owner.manifest) &&
    isOwnProgram(owner.folder, only.words[0])
  ) {
    const [wrapper, ...args] = only.words;
    return [{ ...base, runner: 'jest', env: only.env, args, wrapper }];
  }
  // A script that only starts those of other packages is no test of this one.
  if (commands.every(({ words }) => isDelegation(words.join(' ')))) return [];
  return [{ ...base, runner: 'other', env: {}, args: [] }];
}

function isOwnProgram(folder: string, word = ''): boolean {
  return (
    /^[\w.-]+$/.test(word) &&
    scriptPath(folder, undefined)
      .split(':')
      .some((bin) => existsSync(join(bin, word)))
  );
}

function isDelegation(command: string): boolean {
  return (
    /^(?:npx )?(?:turbo|nx|lerna|moon|lage|wireit|rush)\b/.test(command) ||
    /^(?:npm|pnpm|yarn|bun)\b.*(?:\s-r\b|--recursive|--workspaces|\bworkspaces foreach|--filter)/.test(command)
  );
}
