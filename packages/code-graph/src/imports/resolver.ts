import { builtinModules } from 'node:module';
import type { Inventory } from '../inventory/inventory.ts';
import { diskResolver } from './disk-resolver.ts';
import { dependencyNames, findPackages, nameOf, type PackageManifest } from './packages.ts';
import { createTree, isJavascript, type Tree } from './tree.ts';
import { readPathAliases, type PathAliases } from './path-aliases.ts';
import { resolvePackage, resolvePackageImport } from './resolve-package.ts';

export interface Resolved {
  /** The file of the inventory; undefined when it leads elsewhere or nowhere. */
  readonly to: string | undefined;
  /** It is meant to lead to a file of the repository, not to a package from outside. */
  readonly isOwn: boolean;
}

export type Resolve = (from: string, specifier: string) => Resolved;

/**
 * Follows specifiers to files of the inventory. Names, paths and manifests decide first, which works at any commit and with
 * nothing installed; for files on disk oxc-resolver is asked about the rest.
 */
export function createResolver(inventory: Inventory, manifests: ReadonlyMap<string, string>): Resolve {
  const tree = createTree(inventory.files.map(({ path }) => path));
  const packages = findPackages(manifests);
  const aliases = readPathAliases(manifests, tree);
  const onDisk = inventory.commit === undefined ? diskResolver(inventory.root, tree) : () => undefined;
  const outside = new Set([...dependencyNames(packages), ...builtinModules]);
  // Packages of the repository are imported from everywhere, and lead to the same place for all files of one language.
  const [ofScript, ofTypescript] = [new Map<string, Resolved | undefined>(), new Map<string, Resolved | undefined>()];
  const byName: Sources['byName'] = (from, specifier) => {
    const known = isJavascript(from) ? ofScript : ofTypescript;
    if (!known.has(specifier)) known.set(specifier, resolvePackage(packages, tree, { from, specifier }));
    return known.get(specifier);
  };
  const sources: Sources = { tree, packages, aliases, byName, outside, onDisk };
  // Files of one folder, which come one after the other, import the same.
  const byFolder = new Map<string, Map<string, Resolved>>();

  return (from, specifier) => {
    const folder = `${isJavascript(from) ? 'js' : ''}:${from.slice(0, from.lastIndexOf('/') + 1)}`;
    let known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, (known = new Map()));
    const before = known.get(specifier);
    if (before) return before;
    const resolved = resolveOne(sources, from, specifier.replace(/^(?:[\w-]+!)+/, '').replace(/(?<=.)\?.*$/, ''));
    known.set(specifier, resolved);
    return resolved;
  };
}

interface Sources {
  readonly tree: Tree;
  readonly packages: readonly PackageManifest[];
  readonly aliases: PathAliases;
  readonly byName: (from: string, specifier: string) => Resolved | undefined;
  /** Packages that some manifest depends on, and those of Node. */
  readonly outside: ReadonlySet<string>;
  readonly onDisk: (from: string, specifier: string) => string | undefined;
}

function resolveOne(
  { tree, packages, aliases, byName, outside, onDisk }: Sources,
  from: string,
  specifier: string,
): Resolved {
  if (specifier === '' || /^(?:node:|bun:|data:|https?:|virtual:|\0)/.test(specifier))
    return { to: undefined, isOwn: false };
  if (/^\.\.?(?:\/|$)/.test(specifier))
    return { to: tree.relative(from, specifier) ?? onDisk(from, specifier), isOwn: true };
  if (specifier.startsWith('#')) {
    const to = resolvePackageImport(packages, tree, { from, specifier }) ?? aliases(from, specifier);
    return { to: to ?? onDisk(from, specifier), isOwn: true };
  }
  const alias = aliases(from, specifier);
  if (alias !== undefined) return { to: alias, isOwn: true };
  const own = byName(from, specifier);
  if (own) return own;
  if (outside.has(nameOf(specifier))) return { to: undefined, isOwn: false };
  const to = onDisk(from, specifier) ?? byCustom(tree, packages, { from, specifier });
  return { to, isOwn: to !== undefined };
}

/** `@/x` and `~/x` mean the source folder of the package in nearly every bundler's set-up; taken only if the file is there. */
function byCustom(
  tree: Tree,
  packages: readonly PackageManifest[],
  { from, specifier }: { from: string; specifier: string },
): string | undefined {
  const rest = /^[@~]\/(.+)$/.exec(specifier)?.[1];
  if (rest === undefined) return undefined;
  const home = packages.find(({ folder }) => folder === '' || from.startsWith(folder))?.folder ?? '';
  return ['src/', '', 'app/']
    .map((source) => tree.file(`${home}${source}${rest}`, from))
    .find((path) => path !== undefined);
}
