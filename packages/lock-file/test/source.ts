import type { PackageManifest } from '@cdev/package-workspace';
import { parseLockFile, type LockGraph, type LockedPackage } from '../src/index.ts';

interface Beside {
  readonly manifests?: Readonly<Record<string, PackageManifest>>;
  readonly texts?: Readonly<Record<string, string>>;
}

export function graphOf(file: string, text: string, { manifests = {}, texts = {} }: Beside = {}): Promise<LockGraph> {
  return parseLockFile({
    file,
    text,
    manifests: new Map(Object.entries(manifests)),
    texts: new Map(Object.entries(texts)),
  });
}

/** The package of that name; the test fails when there are none or several. */
export function only(graph: LockGraph, name: string): LockedPackage {
  const found = [...graph.packages.values()].filter((locked) => locked.name === name);
  if (found.length !== 1) throw new Error(`${found.length} packages are called ${name}`);
  return found[0] as LockedPackage;
}

/** `name@version`, sorted, each once. */
export function listed(graph: LockGraph): readonly string[] {
  return [...new Set([...graph.packages.values()].map(({ name, version }) => `${name}@${version}`))].sort();
}

/** `from -> name: to`, of everything that asks. */
export function edges(graph: LockGraph): readonly string[] {
  return [...graph.importers.values(), ...graph.packages.values()].flatMap(({ id, edges: own }) =>
    own.map(({ name, kind, to }) => `${id} -> ${name} (${kind}): ${to}`),
  );
}
