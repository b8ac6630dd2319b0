import { posix } from 'node:path';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import {
  importerId,
  type DependencyKind,
  type LockEdge,
  type LockGraph,
  type LockImporter,
  type MissingEdge,
} from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, listOf, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { withoutManifest } from '../without-manifest.ts';
import { manifestOf, parseToml } from './parse-toml.ts';

const command = 'cargo generate-lockfile';

interface Member {
  readonly path: string;
  readonly manifest: Fields;
}

/**
 * `Cargo.lock`. A package without a source is a member of the workspace, or stands elsewhere on the disk: then nothing of its own development is locked. Which dependency is for development stands in the members' `Cargo.toml` alone.
 * @see https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html
 */
export function parseCargoLock(source: LockSource): LockGraph {
  const lock = parseToml(source, command);
  const entries = [...listOf(lock['package']), ...(lock['root'] === undefined ? [] : [lock['root']])].map(fieldsOf);
  const members = membersOf(source.texts);
  const elsewhere = elsewhereOf(members);
  const byName = Map.groupBy(entries, (entry) => textOf(entry['name']) ?? '');
  const pathOf = (name: string): string => members.get(name)?.path ?? elsewhere.get(name) ?? name;
  const missing: MissingEdge[] = [];
  const unknown: string[] = [];
  const idOf = (entry: Fields): string => {
    const name = textOf(entry['name']) ?? '';
    return entry['source'] === undefined ? importerId(pathOf(name)) : keyOf(entry);
  };
  const edgesOf = (entry: Fields, kindOf: (name: string) => DependencyKind): readonly LockEdge[] =>
    listOf(entry['dependencies']).flatMap((reference): readonly LockEdge[] => {
      const [name = '', version, from] = String(reference).split(' ');
      const found = (byName.get(name) ?? []).find(
        (each) =>
          (version === undefined || each['version'] === version) &&
          (from === undefined || isFrom(textOf(each['source']) ?? '', from)),
      );
      if (found) return [{ name, kind: kindOf(name), to: idOf(found) }];
      missing.push({ from: idOf(entry), name, kind: 'runtime' });
      return [];
    });
  const importers: LockImporter[] = [];
  const packages: DraftPackage[] = [];
  for (const entry of entries) {
    const name = textOf(entry['name']) ?? '';
    const id = idOf(entry);
    if (entry['source'] !== undefined) {
      packages.push(
        draftOf(
          id,
          entry,
          edgesOf(entry, () => 'runtime'),
        ),
      );
      continue;
    }
    const member = members.get(name);
    if (!member && !elsewhere.has(name)) unknown.push(name);
    const kinds = member ? kindsOf(member.manifest) : new Map<string, DependencyKind>();
    importers.push({
      id,
      path: pathOf(name),
      name,
      edges: edgesOf(entry, (each) => kinds.get(each) ?? 'runtime'),
    });
  }
  return buildGraph({
    file: source.file,
    format: 'cargo',
    formatVersion: formOf(lock['version']),
    ecosystem: 'crates.io',
    packages,
    importers,
    missing,
    gaps: withoutManifest(unknown, 'Cargo.toml'),
  });
}

/** Who asks names the repository without the commit that is locked. */
function isFrom(source: string, from: string): boolean {
  return from === `(${source})` || from === `(${source.replace(/#[^#]*$/, '')})`;
}

/** Two of the same name and version differ in their source. */
function keyOf(entry: Fields): string {
  const source = textOf(entry['source']) ?? '';
  const isIndex = source.startsWith('registry+') || source.startsWith('sparse+');
  return `${textOf(entry['name']) ?? ''} ${textOf(entry['version']) ?? ''}${isIndex ? '' : ` ${source}`}`;
}

function draftOf(id: string, entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const source = textOf(entry['source']) ?? '';
  const checksum = textOf(entry['checksum']);
  return {
    id,
    name: textOf(entry['name']) ?? '',
    version: textOf(entry['version']) ?? '',
    origin: source.startsWith('git+') ? 'git' : 'registry',
    edges,
    ...given({ resolved: textOf(source), integrity: checksum === undefined ? undefined : `sha256:${checksum}` }),
  };
}

function membersOf(texts: ReadonlyMap<string, string>): ReadonlyMap<string, Member> {
  return new Map(
    [...texts].flatMap(([path, text]): readonly [string, Member][] => {
      const manifest = manifestOf(text);
      const name = textOf(fieldsOf(manifest?.['package'])['name']);
      const folder = posix.dirname(path);
      return manifest && name !== undefined ? [[name, { path: folder === '.' ? '' : folder, manifest }]] : [];
    }),
  );
}

/** Name of a crate that a member takes from outside of the lock file's folder -> its path from there. */
function elsewhereOf(members: ReadonlyMap<string, Member>): ReadonlyMap<string, string> {
  return new Map(
    [...members.values()].flatMap(({ path, manifest }) =>
      dependenciesOf(manifest).flatMap(({ name, described }): readonly [string, string][] => {
        const target = textOf(described['path']);
        const from = target === undefined ? '' : posix.join(path, target);
        return from.startsWith('../') ? [[name, from]] : [];
      }),
    ),
  );
}

/** True name of a crate -> in which list it stands; what is in several is what ships. */
function kindsOf(manifest: Fields): ReadonlyMap<string, DependencyKind> {
  const kinds = new Map<string, DependencyKind>();
  for (const { name, kind, described } of dependenciesOf(manifest))
    kinds.set(name, kind === 'runtime' && described['optional'] === true ? 'optional' : kind);
  return kinds;
}

interface Declared {
  /** The true name. */
  readonly name: string;
  readonly kind: 'dev' | 'runtime';
  /** Its table; empty for a mere version. */
  readonly described: Fields;
}

/** Those for development first. */
function dependenciesOf(manifest: Fields): readonly Declared[] {
  const places = [manifest, ...Object.values(fieldsOf(manifest['target'])).map(fieldsOf)];
  const lists = [
    ['dev-dependencies', 'dev'],
    ['build-dependencies', 'runtime'],
    ['dependencies', 'runtime'],
  ] as const;
  return lists.flatMap(([field, kind]) =>
    places.flatMap((place) =>
      Object.entries(fieldsOf(place[field])).map(([key, value]): Declared => {
        const described = fieldsOf(value);
        return { name: textOf(described['package']) ?? key, kind, described };
      }),
    ),
  );
}
