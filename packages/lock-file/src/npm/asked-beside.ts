import type { PackageManifest } from '@cdev/package-workspace';
import { isFolder } from '../graph/build-graph.ts';
import { importerId, type LockGraph, type MissingEdge } from '../graph/lock-graph.ts';
import { askedByManifest } from './npm-dependencies.ts';

/**
 * What manifests beside a lock file ask for and it has nothing for: they were changed after it, or it is cut off. Its own record of what they ask for
 * does not tell. What is not taken from a registry is left out, as is a member that the lock file does not know: it can have one of its own.
 */
export function missingBeside(
  { importers, packages, missing }: LockGraph,
  manifests: ReadonlyMap<string, PackageManifest>,
): readonly MissingEdge[] {
  const own = new Set([...manifests.values()].map(({ name }) => name));
  const known = new Set(missing.map(({ from, name }) => `${from}\t${name}`));
  return [...manifests].flatMap(([path, manifest]) => {
    const from = importerId(path);
    const importer = importers.get(from);
    if (!importer && path !== '') return [];
    const has = new Set(importer?.edges.map(({ name }) => name));
    const isThere = (name: string): boolean =>
      [path === '' ? '' : `${path}/`, ''].some((folder) => packages.has(`${folder}node_modules/${name}`));
    const optional = new Set(Object.keys((manifest['optionalDependencies'] as object | undefined) ?? {}));
    return askedByManifest(manifest, true).flatMap(({ name, range, kind }): readonly MissingEdge[] =>
      (kind !== 'runtime' && kind !== 'dev') ||
      has.has(name) ||
      optional.has(name) ||
      own.has(name) ||
      known.has(`${from}\t${name}`) ||
      isThere(name) ||
      isFolder(range) ||
      range.startsWith('file:')
        ? []
        : [{ from, name, kind, range }],
    );
  });
}
