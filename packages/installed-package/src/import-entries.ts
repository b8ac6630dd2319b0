import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import type { InstalledPackage } from './installation.ts';

export type ImportHow = 'import' | 'require';

interface Way {
  /** Set when it is not tried. */
  readonly skipped?: { readonly outcome: 'not offered' | 'not run'; readonly reason: string };
}

/** One way into a package. */
export interface Entry {
  readonly entry: string;
  readonly specifier: string;
  /** Only a pattern of `exports` leads to it. */
  readonly isByPattern: boolean;
  readonly import: Way;
  readonly require: Way;
}

/** Files behind one pattern that are tried; the first in the order of their names. */
const maxOfPattern = 20;
const loadable = new Set(['.js', '.mjs', '.cjs', '.json', '.node', '']);

/** Every entry of `exports`, files of patterns included; without `exports` what `main` leads to, or `index.js`. */
export async function entriesOf(installed: InstalledPackage): Promise<Entry[]> {
  const { name, manifest, folder } = installed;
  const { exports } = manifest;
  if (exports === undefined || exports === null) return mainEntry(installed);
  const found: Entry[] = [];
  for (const [entry, target] of Object.entries(subpaths(exports))) {
    if (target === null) continue;
    if (!entry.includes('*')) found.push(entryOf(name, entry, target));
    else found.push(...(await patternEntries({ name, entry, target, folder })));
  }
  // A pattern may lead to what an entry of its own leads to.
  return found.filter(({ entry }, index) => found.findIndex((each) => each.entry === entry) === index);
}

/** A package of bins or of types alone has no way in. */
function mainEntry({ name, manifest, folder }: InstalledPackage): Entry[] {
  const hasIndex = ['index.js', 'index.json', 'index.node'].some((file) => existsSync(join(folder, file)));
  const hasMain = typeof manifest['main'] === 'string' && manifest['main'] !== '';
  return hasMain || hasIndex ? [{ entry: '.', specifier: name, isByPattern: false, import: {}, require: {} }] : [];
}

function subpaths(exports: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof exports === 'object' && exports !== null && !Array.isArray(exports);
  return isMap && Object.keys(exports).some((key) => key.startsWith('.'))
    ? (exports as Record<string, unknown>)
    : { '.': exports };
}

function entryOf(name: string, entry: string, target: unknown, isByPattern = false): Entry {
  const specifier = entry === '.' ? name : `${name}/${entry.replace(/^\.\//, '')}`;
  return { entry, specifier, isByPattern, import: wayTo(target, 'import'), require: wayTo(target, 'require') };
}

function wayTo(target: unknown, how: ImportHow): Way {
  const file = fileFor(target, how);
  if (file === undefined) {
    const isForTypes = fileFor(target, how, ['types']) !== undefined;
    return isForTypes
      ? { skipped: { outcome: 'not run', reason: 'it has types only' } }
      : { skipped: { outcome: 'not offered', reason: `exports has nothing for ${how}` } };
  }
  const extension = extname(file);
  return loadable.has(extension) && !file.endsWith('.d.ts')
    ? {}
    : { skipped: { outcome: 'not run', reason: unloaded(extension) } };
}

/** Newer versions of Node import WebAssembly, and nearly every package that has some reads it with code of its own. */
function unloaded(extension: string): string {
  return extension === '.wasm' ? '.wasm files are for a loader of their own' : `Node does not load ${extension} files`;
}

/** The file that Node takes: the first condition that holds, in the order of the manifest. */
function fileFor(target: unknown, how: ImportHow, more: readonly string[] = []): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map((each) => fileFor(each, how, more)).find((each) => each !== undefined);
  if (typeof target !== 'object' || target === null) return undefined;
  const holds = new Set(['node', 'default', 'module-sync', how, ...more]);
  for (const [condition, next] of Object.entries(target)) {
    if (!holds.has(condition)) continue;
    const file = fileFor(next, how, more);
    if (file !== undefined) return file;
    if (next === null) return undefined;
  }
  return undefined;
}

interface Pattern {
  readonly name: string;
  readonly entry: string;
  readonly target: unknown;
  readonly folder: string;
}

async function patternEntries({ name, entry, target, folder }: Pattern): Promise<Entry[]> {
  const file = fileFor(target, 'import') ?? fileFor(target, 'require');
  if (file === undefined) return [entryOf(name, entry, target, true)];
  const [before = '', after = ''] = file.split('*');
  const files: string[] = [];
  for await (const found of glob(`${before.replace(/^\.\//, '')}**/*${after}`, { cwd: folder, withFileTypes: true })) {
    const path = relative(folder, join(found.parentPath, found.name)).replaceAll('\\', '/');
    // `./*` leads to folders and licences as well, which nobody means.
    if (found.isFile() && extname(path) !== '') files.push(`./${path}`);
  }
  const stars = files
    .filter((path) => path.startsWith(before) && path.endsWith(after) && !path.includes('/node_modules/'))
    .map((path) => path.slice(before.length, path.length - after.length))
    .sort();
  const all = stars.map((star) => entryOf(name, entry.replace('*', star), withStar(target, star), true));
  const tried = all.slice(0, maxOfPattern);
  if (all.length <= maxOfPattern) return tried;
  const skipped = { outcome: 'not run' as const, reason: `${all.length - maxOfPattern} more files match the pattern` };
  return [
    ...tried,
    { entry, specifier: join(name, entry), isByPattern: true, import: { skipped }, require: { skipped } },
  ];
}

function withStar(target: unknown, star: string): unknown {
  if (typeof target === 'string') return target.replaceAll('*', star);
  if (Array.isArray(target)) return target.map((each) => withStar(each, star));
  if (typeof target !== 'object' || target === null) return target;
  return Object.fromEntries(Object.entries(target).map(([condition, next]) => [condition, withStar(next, star)]));
}
