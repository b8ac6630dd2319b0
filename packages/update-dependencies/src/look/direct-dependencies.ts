import { join, relative, sep } from 'node:path';
import type { LockGraph } from '@cdev/lock-file';
import type { PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import { compare, prerelease, valid } from 'semver';
import type { Dependency, DependencyList, RangePlace } from './dependency.ts';

const lists: readonly DependencyList[] = ['dependencies', 'optionalDependencies', 'devDependencies'];

type Asked = Omit<Dependency, 'packument'>;

/** Every dependency that members ask a registry for, once for each name, sorted by name. Members of the workspace, aliases, files, git and addresses are none. */
export function directDependencies(workspace: PackageWorkspace, graph: LockGraph | undefined): readonly Asked[] {
  const own = new Set(workspace.members.map(({ name }) => name));
  const found = new Map<string, { places: Map<string, RangePlace>; members: Set<string>; isDev: boolean }>();
  for (const member of workspace.members)
    for (const list of lists)
      for (const [name, range] of Object.entries(
        (member.manifest[list] as Record<string, unknown> | undefined) ?? {},
      )) {
        const place = typeof range === 'string' ? placeOf(workspace, member, { list, name, range }) : undefined;
        if (place === undefined || own.has(name)) continue;
        const entry = found.get(name) ?? { places: new Map(), members: new Set(), isDev: true };
        entry.places.set([place.file, ...place.path].join('\0'), place);
        entry.members.add(member.path);
        if (list !== 'devDependencies') entry.isDev = false;
        found.set(name, entry);
      }
  const versions = lockedVersions(graph);
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { places, members, isDev }]) => ({
      name,
      isDev,
      places: [...places.values()],
      members: [...members],
      current: versions.get(name),
    }));
}

interface Entry {
  readonly list: DependencyList;
  readonly name: string;
  readonly range: string;
}

function placeOf(
  { root, catalogs, catalogPlaces }: PackageWorkspace,
  member: WorkspaceMember,
  { list, name, range }: Entry,
): RangePlace | undefined {
  const catalog = /^catalog:(.*)$/.exec(range);
  if (catalog) {
    const chosen = catalog[1] === '' || catalog[1] === undefined ? 'default' : catalog[1];
    const named = catalogs[chosen]?.[name];
    const place = catalogPlaces[chosen];
    return named === undefined || !place || isElsewhere(named)
      ? undefined
      : { file: place.file, path: [...place.path, name], range: named };
  }
  if (isElsewhere(range)) return undefined;
  const file = relative(root, join(member.folder, 'package.json')).split(sep).join('/');
  return { file, path: [list, name], range };
}

/** Not a range of a registry: `workspace:`, `file:`, `npm:`, git, an address, `owner/name`. */
function isElsewhere(range: string): boolean {
  return /[:/]/.test(range);
}

function lockedVersions(graph: LockGraph | undefined): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { edges } of graph?.importers.values() ?? [])
    for (const { name, to } of edges) {
      const version = graph?.packages.get(to)?.version;
      const known = versions.get(name);
      if (
        version !== undefined &&
        valid(version) !== null &&
        prerelease(version) === null &&
        (known === undefined || compare(version, known) < 0)
      )
        versions.set(name, version);
    }
  return versions;
}
