import { posix } from 'node:path';
import { changedPaths, readBlobs, type GitPlace } from '@cdev/git';
import { isScript } from '@cdev/structured-merge';
import { textOf } from '../conflict/file-text.ts';
import { readSurface, type ScriptSurface } from './exported-names.ts';

/** What one side does to the exports of a file, and what it takes from files in those that it changes. */
export interface SideSurface {
  /** By path: names of exports that it changes or removes. */
  readonly changed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly imports: readonly { readonly importer: string; readonly from: string; readonly name: string }[];
}

/** An export that one side changes or removes, in use in a file that the other side changes: what merges well may not work together. */
export interface UsedExport {
  /** The file and the name. */
  readonly path: string;
  readonly name: string;
  readonly changedBy: string;
  readonly importer: string;
}

/** Beyond this a file is hardly written by hand, and no longer cheap to parse. */
export const maxBytes = 500_000;

/** What a commit's changes since its base do to exports and take from others. */
export async function sideSurface(place: GitPlace, base: string, commit: string): Promise<SideSurface> {
  const changes = (await changedPaths(place, base, commit)).filter(({ path }) => isScript(path));
  const oids = changes.flatMap(({ oid, oldOid }) => [oid, oldOid]).filter((oid) => oid !== undefined);
  const blobs = oids.length === 0 ? new Map<string, Buffer>() : await readBlobs(place, oids);
  const surface = (path: string, oid: string | undefined): ScriptSurface | undefined => {
    const text = textOf(blobs.get(oid ?? ''), maxBytes);
    return text === undefined ? undefined : readSurface(path, text);
  };
  const changed = new Map<string, ReadonlySet<string>>();
  const imports: SideSurface['imports'][number][] = [];
  for (const { path, oid, oldOid } of changes) {
    const [before, after] = [surface(path, oldOid), surface(path, oid)];
    // A file that does not parse tells nothing; one that is gone has no export left.
    if (before && (after || oid === undefined)) changed.set(path, changedNames(before, after));
    imports.push(...(after?.imports ?? []).map((one) => ({ importer: path, ...one })));
  }
  return { changed, imports };
}

function changedNames(before: ScriptSurface, after: ScriptSurface | undefined): Set<string> {
  return new Set([...before.exports].filter(([name, text]) => after?.exports.get(name) !== text).map(([name]) => name));
}

/** Exports that `one` changes and `other` uses in what it changes. Direct imports by relative paths. */
export function usedExports(one: string, { changed }: SideSurface, { imports }: SideSurface): UsedExport[] {
  const byModule = new Map([...changed].map(([path, names]) => [moduleOf(path), { path, names }]));
  return imports.flatMap(({ importer, from, name }) => {
    if (!from.startsWith('.')) return [];
    const found = byModule.get(moduleOf(posix.join(posix.dirname(importer), from)));
    if (found === undefined) return [];
    const names = name === '*' ? [...found.names] : found.names.has(name) ? [name] : [];
    return names.map((used) => ({ path: found.path, name: used, changedBy: one, importer }));
  });
}

/** Without extension and `index`: the same for whatever way it is written in an import. */
export function moduleOf(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').replace(/(?:^|\/)index$/, '');
}
