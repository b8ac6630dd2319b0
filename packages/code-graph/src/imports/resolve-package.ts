import { posix } from 'node:path';
import { nameOf, packageNamed, packageOf, type PackageManifest } from './packages.ts';
import type { Resolved } from './resolver.ts';
import type { Tree } from './tree.ts';

export interface Question {
  readonly from: string;
  readonly specifier: string;
}

/** An import of a package of this repository, followed to its source; undefined when no package here has that name. */
export function resolvePackage(
  packages: readonly PackageManifest[],
  tree: Tree,
  { from, specifier }: Question,
): Resolved | undefined {
  const name = nameOf(specifier);
  const rest = specifier.slice(name.length + 1);
  const found = packageNamed(packages, name);
  if (!found) return undefined;
  const { folder, content } = found;
  const targets = [...exportTargets(content['exports'], rest === '' ? '.' : `./${rest}`)];
  if (rest === '') targets.push(...['source', 'types', 'module', 'main'].map((field) => content[field]).filter(isText));
  const guesses = rest === '' ? ['src/index', 'index', 'lib/index', ''] : [rest, `src/${rest}`, `lib/${rest}`];
  const to =
    firstOf(targets, (target) => fromTarget(tree, folder, target, from)) ??
    firstOf(guesses, (guess) => tree.file(`${folder}${guess}`, from));
  return { to, isOwn: true };
}

/** Where a folder leads that says so itself. */
export function resolveFolder({ folder, content }: PackageManifest, tree: Tree, from: string): string | undefined {
  const targets = ['source', 'module', 'main'].map((field) => content[field]).filter(isText);
  return firstOf(targets, (target) => fromTarget(tree, folder, target, from));
}

/** `#name`, as the importing package's own manifest maps it. */
export function resolvePackageImport(
  packages: readonly PackageManifest[],
  tree: Tree,
  { from, specifier }: Question,
): string | undefined {
  const own = packageOf(packages, from);
  if (!own) return undefined;
  const targets = [...exportTargets(own.content['imports'], specifier)].filter((target) => target.startsWith('.'));
  return firstOf(targets, (target) => fromTarget(tree, own.folder, target, from));
}

/** What a manifest points at is often built; its source lies where the build's folder is called `src`. */
function fromTarget(tree: Tree, folder: string, target: string, from: string): string | undefined {
  const path = posix.join(folder, target);
  if (tree.has(path)) return path;
  const plain = posix.join('.', target);
  const [, top, rest = ''] = /^(?:\.\/)?([^/]+)\/(.+)$/.exec(plain) ?? [];
  if (!/^(?:dist|lib|build|es|esm|cjs|out|output|types|typings)$/.test(top ?? '')) return tree.file(path, from);
  const stem = rest.replace(/^(?:esm|cjs|es|node|types)\//, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const bare = rest.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  return firstOf([bare, stem], (name) => tree.file(`${folder}src/${name}`, from)) ?? tree.file(path, from);
}

/** All paths that an `exports` or `imports` field gives for `key`, under any condition, in the order written. */
function* exportTargets(field: unknown, key: string): Generator<string> {
  if (!isRecord(field) || !Object.keys(field).some((name) => /^[.#]/.test(name))) {
    if (key === '.') yield* leaves(field, '');
    return;
  }
  if (field[key] !== undefined) yield* leaves(field[key], '');
  for (const [pattern, target] of Object.entries(field)) {
    const [before, after] = pattern.split('*');
    if (before === undefined || after === undefined || !key.startsWith(before) || !key.endsWith(after)) continue;
    if (key.length < before.length + after.length) continue;
    yield* leaves(target, key.slice(before.length, key.length - after.length));
  }
}

function* leaves(target: unknown, star: string): Generator<string> {
  if (isText(target)) yield target.replaceAll('*', star);
  else if (Array.isArray(target)) for (const one of target) yield* leaves(one, star);
  else if (isRecord(target)) for (const one of Object.values(target)) yield* leaves(one, star);
}

function firstOf<Item>(items: readonly Item[], look: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
