import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { listTestFiles, type TestFile } from '../project/list-test-files.ts';
import { readTestProject } from '../project/read-test-project.ts';
import { scriptOf } from '../project/manifest.ts';
import type { TestPackage, TestProject } from '../project/test-package.ts';
import { findBase } from './find-base.ts';
import { findChanges } from './find-changes.ts';
import { selectAffected, selectAll } from './select-affected.ts';
import { selectNamed } from './select-named.ts';
import type { Selection } from './selection.ts';
import { filterSuites } from './suites.ts';

export interface SelectOptions {
  readonly names: readonly string[];
  /** Names or folders of packages; empty for all. */
  readonly packages: readonly string[];
  readonly all: boolean;
  readonly since?: string | undefined;
  readonly level: 'files' | 'packages';
  /** A script of package.json, or a package of the repository. */
  readonly script?: string | undefined;
  readonly suites: readonly string[];
}

export interface SelectedTests {
  readonly project: TestProject;
  readonly tests: readonly TestFile[];
  readonly selection: Selection;
  /** The script of the manifest that is run, such as `test`; undefined where packages have different ones. */
  readonly script: string | undefined;
}

/** Reads the project and chooses what to run. @throws CDEV_E_TEST_LOCALLY_* */
export async function selectTests(options: SelectOptions, context: Context): Promise<SelectedTests> {
  const { cwd, signal } = context;
  const plain = await readTestProject(cwd, { signal });
  const asked = options.script === undefined ? undefined : resolveScript(plain, options.script);
  const project = asked?.script === undefined ? plain : await readTestProject(cwd, { script: asked.script, signal });
  const tests = await listTestFiles(project);
  const found = await choose(options, asked, { project, tests, context });
  const narrowed = narrow(found, [...options.packages, ...(asked?.package ? [asked.package.name] : [])], project);
  const selection = options.suites.length === 0 ? narrowed : inSuites(narrowed, tests, options.suites);
  return { project, tests, selection, script: asked?.script };
}

interface Setting {
  readonly project: TestProject;
  readonly tests: readonly TestFile[];
  readonly context: Context;
}

type Asked = { readonly script?: string; readonly package?: TestPackage };

async function choose(
  options: SelectOptions,
  asked: Asked | undefined,
  { project, tests, context }: Setting,
): Promise<Selection> {
  if (options.names.length > 0) return selectNamed(project, tests, { cwd: context.cwd, names: options.names });
  if (asked?.package) return { ...selectAll(project, tests, { reason: `of ${asked.package.name}` }), mode: 'named' };
  if (options.all) return selectAll(project, tests, { reason: '--all' });
  const base = await findBase({ cwd: context.cwd, since: options.since, env: context.env });
  const changes = await findChanges(project.root, base.commit);
  return selectAffected(project, tests, { base, changes, level: options.level });
}

/** A package comes before a script of the same name: the ancestor of this program tested scripts by their names. */
function resolveScript({ packages }: TestProject, name: string): Asked {
  const owner = packages.find((one) => isCalled(one, name));
  if (owner) return { package: owner };
  if (packages.some(({ manifest }) => scriptOf(manifest, name) !== undefined)) return { script: name };
  const known = [...new Set(packages.flatMap(({ manifest }) => Object.keys(manifest.scripts ?? {})))].sort();
  throw errors.make('CDEV_E_TEST_LOCALLY_UNKNOWN_SCRIPT', { name, known: known.slice(0, 30).join(', ') || 'none' });
}

function isCalled({ name, path }: TestPackage, wanted: string): boolean {
  const folder = path.replace(/\/$/, '');
  return (
    name === wanted ||
    name.replace(/^@[^/]+\//, '') === wanted ||
    (folder !== '' && folder === wanted.replace(/^\.\/|\/$/g, ''))
  );
}

function narrow(selection: Selection, names: readonly string[], { packages }: TestProject): Selection {
  if (names.length === 0) return selection;
  const wanted = new Set(
    names.map((name) => {
      const found = packages.find((one) => isCalled(one, name));
      const known = packages.map((one) => one.name).join(', ');
      if (!found) throw errors.make('CDEV_E_TEST_LOCALLY_UNKNOWN_PACKAGE', { name, known });
      return found.name;
    }),
  );
  return {
    ...selection,
    files: selection.files.filter((file) => wanted.has(file.package)),
    wholePackages: selection.wholePackages.filter((one) => wanted.has(one.package)),
  };
}

function inSuites(selection: Selection, tests: readonly TestFile[], suites: readonly string[]): Selection {
  const chosen = filterSuites(
    tests.map(({ path }) => path),
    suites,
  );
  return { ...selection, files: selection.files.filter(({ path }) => chosen.has(path)), wholePackages: [] };
}
