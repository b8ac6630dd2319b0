import { posix } from 'node:path';
import type { FoundSpecifiers } from './find-specifiers.ts';
import { outside, type LanguageResolve, type LanguageSources, type LeadsTo } from './leads-to.ts';
import { rustCrates, type RustCrate } from './rust-crates.ts';

/** Of a file: its modules that are files of their own, by their name within it, such as `a` or `tests::a`. */
type Children = ReadonlyMap<string, string>;

interface ModuleTree {
  readonly childrenOf: (file: string) => Children;
  /** Where a file is declared, if it is. */
  readonly parentOf: (file: string) => string | undefined;
}

/** Leads Rust's paths to the file of the innermost module in them, by the `mod` declarations; names of other crates of the repository to their library. */
export function rustModules({ has, found, manifests }: LanguageSources): LanguageResolve {
  const crates = rustCrates(manifests);
  const libraries = new Map(crates.map(({ name, library }) => [name, library]));
  const tree = moduleTree(found, has);

  return (from, specifier): LeadsTo => {
    const declared = /^mod ([^ ]+)/.exec(specifier)?.[1];
    if (declared !== undefined) return own(tree.childrenOf(from).get(declared));
    const [first = '', ...rest] = specifier.split('::');
    if (first === 'crate') return own(walk(tree, rootOf(tree, from), rest));
    if (first === 'self') return own(walk(tree, from, rest));
    if (first === 'super') return own(fromParent(tree, from, rest));
    if (hasModule(tree.childrenOf(from), first)) return own(walk(tree, from, [first, ...rest]));
    const name = crateOf(crates, from)?.renamed.get(first) ?? first;
    const library = libraries.get(name);
    if (library !== undefined && has(library)) return own(walk(tree, library, rest));
    const root = rootOf(tree, from);
    return hasModule(tree.childrenOf(root), first) ? own(walk(tree, root, [first, ...rest])) : outside;
  };
}

function own(to: string | undefined): LeadsTo {
  return { to: to === undefined ? [] : [to], isOwn: true };
}

function crateOf(crates: readonly RustCrate[], file: string): RustCrate | undefined {
  return crates.find(({ folder }) => file.startsWith(folder));
}

function moduleTree(found: ReadonlyMap<string, FoundSpecifiers>, has: (path: string) => boolean): ModuleTree {
  const children = new Map<string, Map<string, string>>();
  const parents = new Map<string, string>();
  // What two declare, a library and a program mostly, is the library's: it comes first.
  for (const [file, { specifiers }] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const modules = new Map<string, string>();
    for (const { specifier } of specifiers) {
      const [, name, path] = /^mod (\S+)(?: = (.+))?$/.exec(specifier) ?? [];
      if (name === undefined) continue;
      const child = placesOf(file, name, path).find((place) => place !== file && has(place));
      if (child === undefined) continue;
      modules.set(name, child);
      if (!parents.has(child)) parents.set(child, file);
    }
    if (modules.size > 0) children.set(file, modules);
  }
  const none: Children = new Map();
  return { childrenOf: (file) => children.get(file) ?? none, parentOf: (file) => parents.get(file) };
}

/** Where the module may lie: of a crate's top file and of `mod.rs` beside it, of others in the folder of their name. */
function placesOf(file: string, name: string, path: string | undefined): readonly string[] {
  const folder = posix.dirname(file);
  const ofName = file.slice(0, -'.rs'.length);
  const isTop = /^(?:mod|lib|main)$/.test(posix.basename(ofName));
  const homes = isTop ? [folder] : [ofName, folder];
  const parts = name.split('::');
  if (path !== undefined) {
    const within = parts.slice(0, -1).join('/');
    return (within === '' ? [folder] : homes).map((home) => posix.join(home, within, path));
  }
  return homes.flatMap((home) => {
    const place = posix.join(home, ...parts);
    return [`${place}.rs`, `${place}/mod.rs`];
  });
}

function rootOf(tree: ModuleTree, file: string): string {
  const seen = new Set<string>();
  let root = file;
  for (let up: string | undefined = file; up !== undefined && !seen.has(up); up = tree.parentOf(up)) {
    seen.add(up);
    root = up;
  }
  return root;
}

function fromParent(tree: ModuleTree, from: string, rest: readonly string[]): string | undefined {
  const parent = tree.parentOf(from);
  if (parent === undefined) return undefined;
  return rest[0] === 'super' ? fromParent(tree, parent, rest.slice(1)) : walk(tree, parent, rest);
}

function hasModule(children: Children, name: string): boolean {
  if (children.has(name)) return true;
  for (const key of children.keys()) if (key.startsWith(`${name}::`)) return true;
  return false;
}

/** As far as the names are modules; what follows is within the last one. */
function walk(tree: ModuleTree, from: string, names: readonly string[]): string {
  let file = from;
  let inline = '';
  for (const name of names) {
    const children = tree.childrenOf(file);
    const child = children.get(inline + name);
    if (child !== undefined) {
      file = child;
      inline = '';
    } else if (hasModule(children, inline + name)) inline += `${name}::`;
    else break;
  }
  return file;
}
