import { edgesOf, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockImporter, type MissingEdge } from '../graph/lock-graph.ts';
import { fieldsOf, given, textOf, type Fields } from '../lock-source.ts';
import { askedByManifest, originOf } from './npm-dependencies.ts';

export interface NpmParts {
  readonly packages: readonly DraftPackage[];
  readonly importers: readonly LockImporter[];
  readonly missing: readonly MissingEdge[];
  readonly gaps?: readonly string[];
}

const modules = 'node_modules/';

/** The forms 2 and 3: one entry for each place on the disk. What lies in no `node_modules` is the root, a member, or a folder that is linked. */
export function npmPackages(entries: Fields): NpmParts {
  const packages: DraftPackage[] = [];
  const importers: LockImporter[] = [];
  const missing: MissingEdge[] = [];
  const links = new Map<string, string>();
  for (const [place, entry] of Object.entries(entries)) {
    const { link, resolved } = fieldsOf(entry);
    if (link === true && typeof resolved === 'string') links.set(place, resolved);
  }
  const idAt = (place: string): string | undefined => {
    const target = links.get(place);
    if (target !== undefined) return importerId(target);
    if (!Object.hasOwn(entries, place)) return undefined;
    return isImporter(place) ? importerId(place) : place;
  };
  for (const [place, value] of Object.entries(entries)) {
    if (links.has(place)) continue;
    const entry = fieldsOf(value);
    const isOwn = isImporter(place);
    const id = isOwn ? importerId(place) : place;
    const asked = askedByManifest(entry, isOwn);
    const edges = edgesOf(asked, { from: id, missing, find: ({ name }) => nearest(place, name, idAt) });
    if (isOwn) importers.push({ id, path: place, name: textOf(entry['name']) ?? folderName(place), edges });
    else packages.push(draftOf(place, entry, edges));
  }
  return { packages, importers, missing };
}

function isImporter(place: string): boolean {
  return !`/${place}`.includes(`/${modules}`);
}

/** npm leaves the name of a member away where it is that of its folder. */
function folderName(place: string): string {
  return /(?:@[^/]+\/)?[^/]*$/.exec(place)?.[0] ?? '';
}

function draftOf(place: string, entry: Fields, edges: readonly LockEdge[]): DraftPackage {
  const resolved = textOf(entry['resolved']);
  const isBundled = entry['inBundle'] === true;
  return {
    id: place,
    name: textOf(entry['name']) ?? place.slice(place.lastIndexOf(modules) + modules.length),
    version: textOf(entry['version']) ?? '',
    origin: originOf(resolved),
    isBundled,
    edges,
    ...given({
      resolved,
      integrity: textOf(entry['integrity']),
      hasInstallScript: entry['hasInstallScript'] === true ? true : undefined,
      deprecated: textOf(entry['deprecated']),
    }),
  };
}

/** As Node looks for it: in the package's own `node_modules`, then in those above. */
function nearest(place: string, name: string, idAt: (place: string) => string | undefined): string | undefined {
  for (let folder: string | undefined = place; folder !== undefined; folder = above(folder)) {
    const found = idAt(folder === '' ? `${modules}${name}` : `${folder}/${modules}${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The next folder upwards that can have a `node_modules`. */
function above(folder: string): string | undefined {
  if (folder === '') return undefined;
  const cut = `/${folder}`.lastIndexOf(`/${modules}`);
  if (cut >= 0) return folder.slice(0, Math.max(0, cut - 1));
  const slash = folder.lastIndexOf('/');
  return slash < 0 ? '' : folder.slice(0, slash);
}
