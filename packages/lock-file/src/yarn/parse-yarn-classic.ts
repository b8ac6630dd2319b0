import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockGraph, type LockImporter, type MissingEdge } from '../graph/lock-graph.ts';
import { given, textsOf, type LockSource } from '../lock-source.ts';
import { askedByManifest, originOf } from '../npm/npm-dependencies.ts';
import { descriptorTable, readDescriptor } from './descriptor-table.ts';
import { readClassicEntries, type ClassicEntry } from './read-classic-entries.ts';
import { resolutionsOf } from './resolutions-of.ts';

/** `yarn.lock` of yarn 1. It says nothing about who asks: the manifests do. */
export function parseYarnClassic(source: LockSource): LockGraph {
  const entries = readClassicEntries(source);
  const members = new Map([...source.manifests].map(([path, { name }]) => [name ?? '', path]));
  const table = descriptorTable(resolutionsOf(source.manifests.get('')));
  const named = entries.map((entry) => ({ entry, ...identityOf(entry) }));
  for (const { entry, id, version } of named)
    for (const pattern of entry.patterns) table.add(readDescriptor(pattern), id, version);
  const missing: MissingEdge[] = [];
  const findFor =
    (from: string) =>
    (asked: AskedDependency): string | undefined => {
      const found = table.find(asked, from);
      const member = members.get(asked.name);
      return found ?? (member === undefined ? undefined : importerId(member));
    };
  const packages = named.map(({ entry, id, name, version }): DraftPackage => {
    const { resolved, integrity } = entry.fields;
    return {
      id,
      name,
      version,
      origin: originOf(resolved),
      edges: edgesOf(askedByEntry(entry), { from: id, missing, find: findFor(name) }),
      ...given({ resolved, integrity: integrity ?? sha1Of(resolved) }),
    };
  });
  const importers = [...source.manifests].map(([path, manifest]): LockImporter => {
    const id = importerId(path);
    const edges = edgesOf(askedByManifest(manifest, true), { from: id, missing, find: findFor(manifest.name ?? '') });
    return { id, path, name: manifest.name ?? '', edges };
  });
  return buildGraph({
    file: source.file,
    format: 'yarn-classic',
    formatVersion: '1',
    ecosystem: 'npm',
    packages,
    importers,
    missing,
    ...(importers.length === 0 && { gaps: ['No package.json beside it: who asks for what is not known'] }),
  });
}

function identityOf({ patterns, fields }: ClassicEntry): { id: string; name: string; version: string } {
  const { name: asked, range } = readDescriptor(patterns[0] ?? '');
  const name = range.startsWith('npm:') ? readDescriptor(range.slice('npm:'.length)).name : asked;
  const version = fields['version'] ?? '';
  return { id: patterns[0] ?? '', name, version };
}

function askedByEntry({ lists }: ClassicEntry): readonly AskedDependency[] {
  return [
    ...textsOf(lists['optionalDependencies']).map(([name, range]) => ({ name, range, kind: 'optional' as const })),
    ...textsOf(lists['dependencies']).map(([name, range]) => ({ name, range, kind: 'runtime' as const })),
  ];
}

/** Old files have no integrity, but the SHA-1 at the end of the address. */
function sha1Of(resolved: string | undefined): string | undefined {
  const [, hex] = /#([0-9a-f]{40})$/.exec(resolved ?? '') ?? [];
  return hex === undefined || originOf(resolved) === 'git'
    ? undefined
    : `sha1-${Buffer.from(hex, 'hex').toString('base64')}`;
}
