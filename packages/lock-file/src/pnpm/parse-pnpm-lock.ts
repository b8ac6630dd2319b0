import { loadAll } from 'js-yaml';
import { errors } from '../errors.ts';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import {
  importerId,
  type DependencyKind,
  type LockEdge,
  type LockGraph,
  type LockImporter,
  type MissingEdge,
} from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, textOf, textsOf, type Fields, type LockSource } from '../lock-source.ts';
import { malformedYaml } from '../malformed-yaml.ts';
import { originOf } from '../npm/npm-dependencies.ts';
import { readYamlParts } from '../read-yaml-parts.ts';
import { linkedImporter } from './linked-importer.ts';
import { keyOfReference, readPnpmKey } from './pnpm-key.ts';

const command = 'pnpm install --lockfile-only';

interface Lock {
  readonly major: number;
  readonly packages: Fields;
  /** What has dependencies: the snapshots, before form 9 the packages themselves. */
  readonly snapshots: Fields;
  readonly missing: MissingEdge[];
}

/**
 * `pnpm-lock.yaml` of the forms 5.0 to 9. A file of pnpm 11 and later can have a document of pnpm's own before that of the workspace: pnpm itself is left
 * out, as `pnpm list` does; configuration that the workspace takes from packages runs at each installation, and is there for development.
 * @see https://github.com/pnpm/spec/tree/master/lockfile
 */
export function parsePnpmLock(source: LockSource): LockGraph {
  const documents = documentsOf(source);
  const document = documents.findLast((each) => each['lockfileVersion'] !== undefined) ?? documents.at(-1) ?? {};
  const formatVersion = formOf(document['lockfileVersion']);
  const major = Number.parseInt(formatVersion, 10);
  if (![5, 6, 9].includes(major))
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion === '' ? 'without a version' : formatVersion,
      known: '5, 6 and 9',
      command,
    });
  const packages = fieldsOf(document['packages']);
  const snapshots = major >= 9 ? fieldsOf(document['snapshots']) : packages;
  const lock: Lock = { major, packages, snapshots, missing: [] };
  const written = document['importers'] === undefined ? { '.': document } : fieldsOf(document['importers']);
  const paths = new Set(Object.keys(written).map(pathOf));
  const configuration = configurationOf(documents.slice(0, documents.indexOf(document)), lock);
  const importers = Object.entries(written).map(([path, entry]): LockImporter => {
    const id = importerId(pathOf(path));
    const name = textOf(source.manifests.get(pathOf(path))?.name) ?? '';
    return {
      id,
      path: pathOf(path),
      name,
      edges: [
        ...importerEdges(fieldsOf(entry), { id, path: pathOf(path), paths, lock }),
        ...(path === '.' ? configuration.edges : []),
      ],
    };
  });
  const drafts = Object.entries(snapshots).map(([key, entry]) => draftOf(key, fieldsOf(entry), lock));
  return buildGraph({
    file: source.file,
    format: 'pnpm',
    formatVersion,
    ecosystem: 'npm',
    importers,
    packages: [...drafts, ...configuration.packages],
    missing: lock.missing,
  });
}

function documentsOf(source: LockSource): readonly Fields[] {
  try {
    const parts = source.text.split(/^---[ ]*$/m).map(readYamlParts);
    return parts.includes(undefined) ? loadAll(source.text).map(fieldsOf) : (parts as Fields[]);
  } catch (error) {
    throw malformedYaml(source, error, command);
  }
}

/** What `configDependencies` name, and what that brings along, but for what the workspace has anyway. */
function configurationOf(
  documents: readonly Fields[],
  { missing, snapshots: own }: Lock,
): { readonly edges: readonly LockEdge[]; readonly packages: readonly DraftPackage[] } {
  const edges: LockEdge[] = [];
  const packages = new Map<string, DraftPackage>();
  for (const document of documents) {
    const root = fieldsOf(fieldsOf(document['importers'])['.']);
    const snapshots = fieldsOf(document['snapshots']);
    const lock: Lock = { major: 9, packages: fieldsOf(document['packages']), snapshots, missing };
    const asked = importerEdges(
      { devDependencies: root['configDependencies'] },
      { id: importerId(''), path: '', paths: new Set(), lock },
    );
    edges.push(...asked);
    for (const queue = asked.map(({ to }) => to); queue.length > 0;) {
      const key = queue.pop() as string;
      if (packages.has(key) || Object.hasOwn(own, key)) continue;
      const draft = draftOf(key, fieldsOf(snapshots[key]), lock);
      packages.set(key, draft);
      queue.push(...draft.edges.map(({ to }) => to));
    }
  }
  return { edges, packages: [...packages.values()] };
}

function pathOf(importer: string): string {
  return importer === '.' ? '' : importer;
}

const importerLists: readonly (readonly [field: string, kind: DependencyKind])[] = [
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
];

function importerEdges(
  entry: Fields,
  { id, path, paths, lock }: { id: string; path: string; paths: ReadonlySet<string>; lock: Lock },
): readonly LockEdge[] {
  const specifiers = fieldsOf(entry['specifiers']);
  return importerLists.flatMap(([field, kind]) =>
    Object.entries(fieldsOf(entry[field])).flatMap(([name, value]): readonly LockEdge[] => {
      const reference = textOf(value) ?? textOf(fieldsOf(value)['version']) ?? '';
      const range = textOf(fieldsOf(value)['specifier']) ?? textOf(specifiers[name]);
      const to = target(name, reference, lock) ?? linkedImporter(path, reference, paths);
      if (to !== undefined) return [{ name, kind, ...given({ range }), to }];
      if (!reference.startsWith('link:') && kind !== 'optional')
        lock.missing.push({ from: id, name, kind, ...given({ range }) });
      return [];
    }),
  );
}

function target(name: string, reference: string, { major, snapshots }: Lock): string | undefined {
  const key = keyOfReference(name, reference, major);
  return key !== undefined && Object.hasOwn(snapshots, key) ? key : undefined;
}

function draftOf(id: string, snapshot: Fields, lock: Lock): DraftPackage {
  const key = readPnpmKey(id, lock.major);
  const described = lock.major >= 9 ? fieldsOf(lock.packages[id.slice(0, id.length - key.suffix.length)]) : snapshot;
  const resolution = fieldsOf(described['resolution']);
  const address = textOf(resolution['tarball']) ?? textOf(resolution['repo']) ?? textOf(resolution['directory']);
  const isVersion = /^\d+\./.test(key.version);
  return {
    id,
    name: textOf(described['name']) ?? key.name,
    version: textOf(described['version']) ?? (isVersion ? key.version : ''),
    origin: originInPnpm(resolution, isVersion, address),
    isPatched: key.suffix.includes('patch_hash='),
    edges: snapshotEdges(id, snapshot, described, lock),
    ...given({
      resolved: address,
      integrity: textOf(resolution['integrity']),
      hasInstallScript: described['requiresBuild'] === true ? true : undefined,
      deprecated: textOf(described['deprecated']),
    }),
  };
}

function originInPnpm(resolution: Fields, isVersion: boolean, address: string | undefined): DraftPackage['origin'] {
  if (resolution['type'] === 'git' || resolution['gitHosted'] === true) return 'git';
  if (resolution['type'] === 'directory') return 'local';
  // Node and other runtimes, from where their authors give them out.
  if (resolution['type'] === 'variations' || resolution['type'] === 'binary') return 'url';
  if (isVersion && address === undefined) return 'registry';
  const origin = originOf(address);
  // With a version of its own in the key it came out of a registry, whatever form that gives its addresses.
  return isVersion && origin === 'url' ? 'registry' : origin;
}

function snapshotEdges(from: string, snapshot: Fields, described: Fields, lock: Lock): readonly LockEdge[] {
  const peers = fieldsOf(described['peerDependencies']);
  const list = (field: string, kind: DependencyKind): readonly LockEdge[] =>
    textsOf(snapshot[field]).flatMap(([name, reference]): readonly LockEdge[] => {
      const to = target(name, reference, lock);
      // What a package has as a peer stands among its dependencies once it is resolved.
      const actual = kind === 'runtime' && Object.hasOwn(peers, name) ? 'peer' : kind;
      const range = actual === 'peer' ? textOf(peers[name]) : undefined;
      if (to !== undefined) return [{ name, kind: actual, ...given({ range }), to }];
      if (actual === 'runtime' && !reference.startsWith('link:')) lock.missing.push({ from, name, kind: actual });
      return [];
    });
  return [...list('optionalDependencies', 'optional'), ...list('dependencies', 'runtime')];
}
