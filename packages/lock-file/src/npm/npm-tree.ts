import { edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type MissingEdge } from '../graph/lock-graph.ts';
import { fieldsOf, given, textOf, textsOf, type Fields, type LockSource } from '../lock-source.ts';
import { askedByManifest, originOf } from './npm-dependencies.ts';
import type { NpmParts } from './npm-packages.ts';

interface Branch {
  readonly place: string;
  readonly entries: Fields;
  readonly above: Branch | undefined;
}

/** Form 1, a tree of `dependencies`. It does not say what the root asks for: that is in the manifest beside it. */
export function npmTree(lock: Fields, { manifests }: LockSource): NpmParts {
  const packages: DraftPackage[] = [];
  const missing: MissingEdge[] = [];
  const root: Branch = { place: '', entries: fieldsOf(lock['dependencies']), above: undefined };
  walk(root, { packages, missing });
  const manifest = manifests.get('');
  const asked = manifest
    ? askedByManifest(manifest, true)
    : Object.keys(root.entries).map((name): AskedDependency => ({ name, range: '', kind: 'runtime' }));
  const id = importerId('');
  const edges = edgesOf(asked, { from: id, missing, find: ({ name }) => lookUp(root, name) });
  return {
    packages,
    importers: [{ id, path: '', name: manifest?.name ?? textOf(lock['name']) ?? '', edges }],
    missing,
    ...(!manifest && { gaps: ['No package.json beside it: everything is taken for a direct dependency'] }),
  };
}

function walk(branch: Branch, into: { packages: DraftPackage[]; missing: MissingEdge[] }): void {
  for (const [name, value] of Object.entries(branch.entries)) {
    const entry = fieldsOf(value);
    const id = placeOf(branch, name);
    const own: Branch = { place: id, entries: fieldsOf(entry['dependencies']), above: branch };
    const asked = textsOf(entry['requires']).map(
      // Whether a package asks for it as optional is not told; that it may be left out is.
      ([asked, range]): AskedDependency => ({
        name: asked,
        range,
        kind: isOptionalBelow(own, asked) ? 'optional' : 'runtime',
      }),
    );
    const edges = edgesOf(asked, { from: id, missing: into.missing, find: ({ name }) => lookUp(own, name) });
    into.packages.push(draftOf(id, name, entry, edges));
    walk(own, into);
  }
}

function draftOf(id: string, name: string, entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const written = textOf(entry['version']) ?? '';
  const alias = /^npm:(@?[^@]+)@(.+)$/.exec(written);
  const address = /^(?:\d+\.)/.test(written) || alias ? undefined : written;
  const resolved = textOf(entry['resolved']) ?? textOf(address);
  return {
    id,
    name: alias?.[1] ?? name,
    version: alias?.[2] ?? (address === undefined ? written : ''),
    origin: originOf(address ?? resolved),
    isBundled: entry['bundled'] === true,
    edges,
    ...given({ resolved, integrity: textOf(entry['integrity']) }),
  };
}

function placeOf({ place }: Branch, name: string): string {
  return place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`;
}

function lookUp(from: Branch, name: string): string | undefined {
  for (let branch: Branch | undefined = from; branch; branch = branch.above)
    if (Object.hasOwn(branch.entries, name)) return placeOf(branch, name);
  return undefined;
}

function isOptionalBelow(from: Branch, name: string): boolean {
  for (let branch: Branch | undefined = from; branch; branch = branch.above)
    if (Object.hasOwn(branch.entries, name)) return fieldsOf(branch.entries[name])['optional'] === true;
  return false;
}
