import { load } from 'js-yaml';
import { errors } from '../errors.ts';
import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockGraph, type LockImporter, type MissingEdge } from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { malformedYaml } from '../malformed-yaml.ts';
import { askedByManifest, originOf } from '../npm/npm-dependencies.ts';
import { readYamlParts } from '../read-yaml-parts.ts';
import { withoutManifest } from '../without-manifest.ts';
import { descriptorTable, readDescriptor, type Descriptor } from './descriptor-table.ts';
import { readCatalogues, type Catalogues } from './read-catalogues.ts';
import { resolutionsOf } from './resolutions-of.ts';

const command = 'yarn install --mode=update-lockfile';

interface BerryEntry {
  readonly id: string;
  readonly descriptors: readonly Descriptor[];
  readonly entry: Fields;
  /** Path of a member of the workspace. */
  readonly member: string | undefined;
}

/**
 * `yarn.lock` of yarn 2 and later. It has the members of the workspace, but not whether they need something for development: the manifests say that.
 */
export function parseYarnBerry(source: LockSource): LockGraph {
  const document = parsed(source);
  const formatVersion = formOf(fieldsOf(document['__metadata'])['version']);
  if (!/^\d+$/.test(formatVersion))
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion === '' ? 'without a version' : formatVersion,
      known: 'those of yarn 2 and later',
      command,
    });
  const entries = Object.entries(document).flatMap(([keys, entry]) =>
    keys === '__metadata' ? [] : [berryEntry(keys, fieldsOf(entry))],
  );
  const table = descriptorTable(
    resolutionsOf(source.manifests.get('')).map(({ asked, range, ...resolution }) => ({
      ...resolution,
      asked: asked === undefined ? undefined : withProtocol(asked),
      range: withProtocol(range),
    })),
  );
  const catalogues = readCatalogues(source.texts.get('.yarnrc.yml'));
  for (const { id, descriptors, entry, member } of entries)
    for (const descriptor of descriptors)
      table.add(descriptor, member === undefined ? id : importerId(member), textOf(entry['version']) ?? '');
  const missing: MissingEdge[] = [];
  const findFor =
    (from: string) =>
    ({ name, range }: AskedDependency): string | undefined =>
      table.find({ name, range: withProtocol(inCatalogue(catalogues, name, range)) }, from);
  const importers: LockImporter[] = [];
  const packages: DraftPackage[] = [];
  const unknown: string[] = [];
  for (const { id, entry, member } of entries) {
    const find = findFor(readDescriptor(id).name);
    if (member === undefined) {
      packages.push(draftOf(id, entry, edgesOf(askedByPackage(entry), { from: id, missing, find })));
      continue;
    }
    const manifest = source.manifests.get(member);
    if (!manifest) unknown.push(member === '' ? '.' : member);
    const from = importerId(member);
    const edges = edgesOf(askedByManifest(manifest ?? entry, true), { from, missing, find });
    importers.push({ id: from, path: member, name: readDescriptor(id).name, edges });
  }
  return buildGraph({
    file: source.file,
    format: 'yarn-berry',
    formatVersion,
    ecosystem: 'npm',
    packages,
    importers,
    missing,
    gaps: withoutManifest(unknown, 'package.json'),
  });
}

function parsed(source: LockSource): Fields {
  try {
    return readYamlParts(source.text) ?? fieldsOf(load(source.text));
  } catch (error) {
    throw malformedYaml(source, error, command);
  }
}

function berryEntry(keys: string, entry: Fields): BerryEntry {
  const id = textOf(entry['resolution']) ?? keys;
  const [, member] = /@workspace:(.*)$/.exec(id) ?? [];
  return {
    id,
    descriptors: keys.split(/,\s+/).map((key) => {
      const { name, range } = readDescriptor(key);
      return { name, range: withProtocol(range) };
    }),
    entry,
    member: member === '.' ? '' : member,
  };
}

/** Whether a peer is there is the parent's affair, and not in the lock file: peers give no edges. */
function askedByPackage(entry: Fields): readonly AskedDependency[] {
  return askedByManifest({ ...entry, peerDependencies: undefined }, false);
}

function draftOf(id: string, entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const { name, range } = readDescriptor(id);
  const isPatch = range.startsWith('patch:');
  const source = isPatch ? decodeURIComponent(range.slice('patch:'.length)) : range;
  const address = isPatch ? readDescriptor(source.split('#')[0] ?? '').range : source;
  const checksum = textOf(entry['checksum']);
  const isRegistry = address.startsWith('npm:');
  return {
    id,
    name,
    version: textOf(entry['version']) ?? '',
    origin: isRegistry ? 'registry' : originOf(address),
    // Yarn patches some packages itself, for Plug'n'Play; that mends nothing.
    isPatched: isPatch && !source.includes('builtin<'),
    edges,
    ...given({
      resolved: isRegistry ? archiveOf(address) : address,
      // The hash of yarn's own archive, not of the tarball.
      integrity: checksum === undefined ? undefined : `yarn:${checksum}`,
    }),
  };
}

/** A registry that gives its tarballs odd addresses has them in the resolution. */
function archiveOf(address: string): string | undefined {
  const [, archive] = /::__archiveUrl=([^&]+)/.exec(address) ?? [];
  return archive === undefined ? undefined : decodeURIComponent(archive);
}

/** What `catalog:` and `catalog:name` stand for; any other range as it is. */
function inCatalogue(catalogues: Catalogues, name: string, range: string): string {
  const [, catalogue] = /^catalog:(.*)$/.exec(range) ?? [];
  return catalogue === undefined ? range : (catalogues.get(catalogue)?.get(name) ?? range);
}

/** A range without a protocol is one of npm. */
function withProtocol(range: string): string {
  return range === '' || /^[a-z][a-z+.-]*:/i.test(range) ? range : `npm:${range}`;
}
