import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import type { Inventory } from '../inventory/inventory.ts';
import { asksDisk } from './asks-disk.ts';
import { committedPackages } from './committed-packages.ts';
import { diskResolver } from './disk-resolver.ts';
import { linkedPackages } from './linked-packages.ts';
import { dependencyNames, findPackages, nameOf, readManifest, type PackageManifest } from './packages.ts';
import { createTree, isJavascript, type Tree } from './tree.ts';
import { readPathAliases, type PathAliases } from './path-aliases.ts';
import { resolveFolder, resolvePackage, resolvePackageImport } from './resolve-package.ts';

export interface Resolved {
  /** The file of the inventory; undefined when it leads elsewhere or nowhere. */
  readonly to: string | undefined;
  /** It is meant to lead to a file of the repository, not to a package from outside. */
  readonly isOwn: boolean;
}

export type Resolve = (from: string, specifier: string) => Resolved;

/**
 * Follows specifiers to files of the inventory. Names, paths and manifests decide, which works at any commit and with nothing
 * installed; where there is more to know than they tell, oxc-resolver is asked about the rest of what is on disk.
 */
export function createResolver(inventory: Inventory, manifests: ReadonlyMap<string, string>): Resolve {
  const paths = inventory.files.map(({ path }) => path);
  const tree = createTree(paths);
  const packages = findPackages(manifests);
  const aliases = readPathAliases(manifests, tree);
  const isOnDisk = inventory.commit === undefined;
  const ask = diskResolver(inventory.root, tree);
  const isAsked = isOnDisk ? asksDisk(inventory, manifests) : () => false;
  const manifestOf = createManifests(packages, (path) =>
    isOnDisk && tree.has(path) ? readManifestText(`${inventory.root}/${path}`) : undefined,
  );
  const relative = (from: string, specifier: string): string | undefined => {
    const path = tree.relative(from, specifier);
    if (path === undefined) return undefined;
    const file = tree.file(path, from);
    if (file !== undefined) return file;
    const manifest = manifestOf(path === '' || path.endsWith('/') ? path : `${path}/`);
    return (manifest && resolveFolder(manifest, tree, from)) ?? (isAsked(path) ? ask(from, specifier) : undefined);
  };
  const committed = committedPackages(paths, (from, specifier, place) => {
    const name = nameOf(specifier);
    const manifest = manifestOf(`${place}/`);
    const to = manifest
      ? resolvePackage([{ ...manifest, name }], tree, { from, specifier })?.to
      : tree.file(place + specifier.slice(name.length), from);
    return to ?? (isAsked(place) ? ask(from, specifier) : undefined);
  });
  const isLinked = isOnDisk ? linkedPackages(inventory.root) : () => false;
  const linked = (from: string, specifier: string): string | undefined =>
    isLinked(from, specifier) ? ask(from, specifier) : undefined;
  const outside = new Set([...dependencyNames(packages), ...builtinModules]);
  // Packages of the repository are imported from everywhere, and lead to the same place for all files of one language.
  const [ofScript, ofTypescript] = [new Map<string, Resolved | undefined>(), new Map<string, Resolved | undefined>()];
  const byName: Sources['byName'] = (from, specifier) => {
    const known = isJavascript(from) ? ofScript : ofTypescript;
    if (!known.has(specifier)) known.set(specifier, resolvePackage(packages, tree, { from, specifier }));
    return known.get(specifier);
  };
  const sources: Sources = { tree, packages, aliases, relative, byName, committed, linked, outside };
  // Files of one folder, which come one after the other, import the same.
  const byFolder = new Map<string, Map<string, Resolved>>();
  let [last, known] = ['', new Map<string, Resolved>()];

  return (from, specifier) => {
    if (from !== last) {
      last = from;
      known = knownIn(from);
    }
    const before = known.get(specifier);
    if (before) return before;
    const resolved = resolveOne(sources, from, bare(specifier));
    known.set(specifier, resolved);
    return resolved;
  };

  function knownIn(from: string): Map<string, Resolved> {
    const folder = `${isJavascript(from) ? 'js' : ''}:${from.slice(0, from.lastIndexOf('/') + 1)}`;
    const before = byFolder.get(folder);
    if (before) return before;
    const made = new Map<string, Resolved>();
    byFolder.set(folder, made);
    return made;
  }
}

/** Without the loaders before a path and the query behind it. */
function bare(specifier: string): string {
  return /[!?]/.test(specifier) ? specifier.replace(/^(?:[\w-]+!)+/, '').replace(/(?<=.)\?.*$/, '') : specifier;
}

/** Undefined for one that has gone since it was listed, or may not be read. */
function readManifestText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Of the packages, and of other folders those that `read` knows. */
function createManifests(
  packages: readonly PackageManifest[],
  read: (path: string) => string | undefined,
): (folder: string) => PackageManifest | undefined {
  const known = new Map<string, PackageManifest | undefined>(packages.map((each) => [each.folder, each]));
  return (folder) => {
    if (!known.has(folder)) {
      const text = read(`${folder}package.json`);
      known.set(folder, text === undefined ? undefined : readManifest(folder, text));
    }
    return known.get(folder);
  };
}

interface Sources {
  readonly tree: Tree;
  readonly packages: readonly PackageManifest[];
  readonly aliases: PathAliases;
  readonly relative: (from: string, specifier: string) => string | undefined;
  readonly committed: (from: string, specifier: string) => string | undefined;
  readonly linked: (from: string, specifier: string) => string | undefined;
  readonly byName: (from: string, specifier: string) => Resolved | undefined;
  /** Packages that some manifest depends on, and those of Node. */
  readonly outside: ReadonlySet<string>;
}

function resolveOne(
  { tree, packages, aliases, relative, byName, committed, linked, outside }: Sources,
  from: string,
  specifier: string,
): Resolved {
  if (specifier === '' || /^(?:node:|bun:|data:|https?:|virtual:|\0)/.test(specifier))
    return { to: undefined, isOwn: false };
  if (/^\.\.?(?:\/|$)/.test(specifier)) return { to: relative(from, specifier), isOwn: true };
  if (specifier.startsWith('#')) {
    const to = resolvePackageImport(packages, tree, { from, specifier }) ?? aliases(from, specifier);
    return { to, isOwn: true };
  }
  const alias = aliases(from, specifier);
  if (alias !== undefined) return { to: alias, isOwn: true };
  const own = byName(from, specifier);
  if (own) return own;
  if (outside.has(nameOf(specifier))) return { to: undefined, isOwn: false };
  const to = committed(from, specifier) ?? linked(from, specifier) ?? byCustom(tree, packages, { from, specifier });
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
