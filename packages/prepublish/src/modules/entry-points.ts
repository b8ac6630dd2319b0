import type { TarballEntry } from '@cdev/package-tarball';
import type { PackageManifest } from '@cdev/package-workspace';
import { field } from '../rule/places.ts';

/** A file that users of the package ask for, and the field that leads them to it. */
export interface EntryPoint {
  /** Relative to the package, as the tarball names it; a pattern of `exports` gives one entry for each file that it matches. */
  readonly path: string;
  readonly place: string;
  readonly kind: 'runtime' | 'types' | 'bin';
  /** `.`, `./feature`; the bin's name for a bin. */
  readonly subpath: string;
  /** Conditions of `exports` on the way to it. */
  readonly conditions: readonly string[];
  /** It is one of many files that a pattern lets users load, perhaps without meaning it. */
  readonly isByPattern?: true;
}

type Entries = ReadonlyMap<string, TarballEntry>;

/** Every file that `exports`, `main`, `module`, `browser`, `types` and `bin` lead to, whether it is packed or not. */
export function entryPointsOf(manifest: PackageManifest, entries: Entries): readonly EntryPoint[] {
  const exported = manifest['exports'] === undefined ? [] : fromExports(manifest['exports'], entries);
  return [...exported, ...fromFields(manifest, entries), ...fromBin(manifest)];
}

function fromFields(manifest: PackageManifest, entries: Entries): EntryPoint[] {
  const named = ['main', 'module', 'browser', 'types', 'typings', 'react-native', 'unpkg', 'jsdelivr'].flatMap(
    (name): EntryPoint[] => {
      const value = manifest[name];
      if (typeof value !== 'string' || value === '') return [];
      const kind = name === 'types' || name === 'typings' ? 'types' : 'runtime';
      return [{ path: located(clean(value), entries), place: field(name), kind, subpath: '.', conditions: [name] }];
    },
  );
  const hasMain = manifest['exports'] !== undefined || typeof manifest['main'] === 'string';
  const index = !hasMain && entries.has('index.js');
  return index
    ? [...named, { path: 'index.js', place: 'index.js', kind: 'runtime', subpath: '.', conditions: ['main'] }]
    : named;
}

/** `main` may leave out the extension, or name a folder. */
function located(path: string, entries: Entries): string {
  const candidates = [path, `${path}.js`, `${path}.json`, `${path}.node`, `${path}/index.js`, `${path}.d.ts`];
  return candidates.find((candidate) => entries.get(candidate)?.type === 'file') ?? path;
}

function fromBin(manifest: PackageManifest): EntryPoint[] {
  return declaredBins(manifest).map(({ name, path, place }) => ({
    path,
    place,
    kind: 'bin',
    subpath: name,
    conditions: [],
  }));
}

/** The bins that the manifest declares, by name. */
export function declaredBins(manifest: PackageManifest): readonly { name: string; path: string; place: string }[] {
  const { bin, name = '' } = manifest;
  if (typeof bin === 'string') return [{ name: name.replace(/^@[^/]+\//, ''), path: clean(bin), place: field('bin') }];
  if (!isRecord(bin)) return [];
  return Object.entries(bin).flatMap(([command, path]) =>
    typeof path === 'string' ? [{ name: command, path: clean(path), place: field('bin', command) }] : [],
  );
}

interface Way {
  readonly subpath: string;
  readonly conditions: readonly string[];
  readonly path: readonly (string | number)[];
}

function fromExports(value: unknown, entries: Entries): EntryPoint[] {
  const isMap = isRecord(value) && Object.keys(value).some((key) => key.startsWith('.'));
  const start: Way = { subpath: '.', conditions: [], path: ['exports'] };
  if (!isMap) return walk(value, start, entries);
  return Object.entries(value).flatMap(([subpath, target]) =>
    walk(target, { subpath, conditions: [], path: ['exports', subpath] }, entries),
  );
}

function walk(value: unknown, way: Way, entries: Entries): EntryPoint[] {
  if (typeof value === 'string') return target(value, way, entries);
  if (Array.isArray(value))
    return value.flatMap((item, at) => walk(item, { ...way, path: [...way.path, at] }, entries));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([condition, next]) =>
    walk(next, { ...way, conditions: [...way.conditions, condition], path: [...way.path, condition] }, entries),
  );
}

function target(value: string, { subpath, conditions, path }: Way, entries: Entries): EntryPoint[] {
  const place = field(...path);
  const isTypes = conditions.some((name) => name === 'types' || name.startsWith('types@'));
  const kind = isTypes || /\.d\.[cm]?ts$/.test(value) ? 'types' : 'runtime';
  const file = clean(value);
  if (!file.includes('*')) return [{ path: file, place, kind, subpath, conditions }];
  const [before = '', after = ''] = file.split('*');
  return [...entries.keys()]
    .filter((name) => name.startsWith(before) && name.endsWith(after) && name.length >= before.length + after.length)
    .map((name) => {
      const middle = name.slice(before.length, name.length - after.length);
      return { path: name, place, kind, subpath: subpath.replace('*', middle), conditions, isByPattern: true };
    });
}

function clean(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
