import { posix } from 'node:path';
import { changedPaths, readBlobs, type ChangedPath, type GitPlace } from '@cdev/git';
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
  const isAll = (): boolean => true;
  return surfaceOf(place, await changedPaths(place, base, commit), { change: 'any', gives: isAll, takes: isAll });
}

/** What of changes is of interest. */
export interface SurfaceInterest {
  /** Whether an export counts as changed by whatever is done to it, or only when it is removed, which is quicker to see. */
  readonly change: 'any' | 'removed';
  /** Whose exports. */
  readonly gives: (path: string) => boolean;
  /** Whose imports: asked with the text, for to parse it costs more than to look into it. Undefined where none are. */
  readonly takes: ((text: string) => boolean) | undefined;
}

/** What changes do to exports and take from others, all read by one process. */
export async function surfaceOf(
  place: GitPlace,
  changes: readonly ChangedPath[],
  { change, gives, takes }: SurfaceInterest,
): Promise<SideSurface> {
  const scripts = changes.filter(({ path }) => isScript(path) && (takes !== undefined || gives(path)));
  const oids = scripts.flatMap(({ path, oid, oldOid }) => [oid, gives(path) ? oldOid : undefined]);
  const blobs = await readBlobs(
    place,
    oids.filter((oid) => oid !== undefined),
  );
  const surface = (path: string, oid: string | undefined): ScriptSurface | undefined => {
    const text = textOf(blobs.get(oid ?? ''), maxBytes);
    return text === undefined || !(gives(path) || takes?.(text)) ? undefined : readSurface(path, text);
  };
  const changed = new Map<string, ReadonlySet<string>>();
  const imports: SideSurface['imports'][number][] = [];
  for (const { path, oid, oldOid } of scripts) {
    const [before, after] = [gives(path) ? surface(path, oldOid) : undefined, surface(path, oid)];
    // A file that does not parse tells nothing; one that is gone has no export left.
    if (before && (after || oid === undefined)) changed.set(path, changedNames(before, after, change));
    imports.push(...(after?.imports ?? []).map((one) => ({ importer: path, ...one })));
  }
  return { changed, imports };
}

function changedNames(
  { exports }: ScriptSurface,
  after: ScriptSurface | undefined,
  change: SurfaceInterest['change'],
): Set<string> {
  const isChanged = ([name, text]: [string, () => string]): boolean => {
    const now = after?.exports.get(name);
    return now === undefined || (change === 'any' && now() !== text());
  };
  return new Set([...exports].filter(isChanged).map(([name]) => name));
}

/** Exports that `one` changes and `other` uses in what it changes. Direct imports by relative paths. */
export function usedExports(one: string, { changed }: SideSurface, { imports }: SideSurface): UsedExport[] {
  const byModule = new Map([...changed].map(([path, names]) => [moduleOf(path), { path, names }]));
  return imports.flatMap(({ importer, from, name }) => {
    const module = importedModule({ importer, from });
    const found = module === undefined ? undefined : byModule.get(module);
    if (found === undefined) return [];
    const names = name === '*' ? [...found.names] : found.names.has(name) ? [name] : [];
    return names.map((used) => ({ path: found.path, name: used, changedBy: one, importer }));
  });
}

/** Without extension and `index`: the same for whatever way it is written in an import. */
export function moduleOf(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').replace(/(?:^|\/)index$/, '');
}

/** The module that a file takes by a relative path; undefined for one of a package. */
export function importedModule({
  importer,
  from,
}: {
  readonly importer: string;
  readonly from: string;
}): string | undefined {
  return from.startsWith('.') ? moduleOf(posix.join(posix.dirname(importer), from)) : undefined;
}
