import { posix } from 'node:path';
import { changedPaths, readVersions, type ChangedPath, type GitPlace } from '@cdev/git';
import { isScript } from '@cdev/structured-merge';
import { textOf } from '../conflict/file-text.ts';
import { oneBase, type MergedCommits } from '../one-base.ts';
import { readSurface, type ScriptSurface } from './exported-names.ts';
import {
  importedModule,
  maxBytes,
  moduleOf,
  surfaceOf,
  usedExports,
  type SideSurface,
  type SurfaceInterest,
  type UsedExport,
} from './used-exports.ts';

/** An import that both sides had resolved and the merge has not: one side gave up what the other takes. */
export interface BrokenImport {
  readonly importer: string;
  /** The file that exported it. */
  readonly path: string;
  readonly name: string;
  /** Who took the export out; the import is of the other side. */
  readonly removedBy: 'ours' | 'theirs';
}

export interface MergedTree extends MergedCommits {
  readonly tree: string;
}

/** Where a module of a relative import may be. */
const extensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'd.ts', 'd.mts', 'd.cts'];

/**
 * Imports by relative paths in files that one side changed, of names that the other took out of a file: looked for in the merged tree, which may
 * have put both right. A module that passes on all names of another, is CommonJS or does not parse tells nothing. Several merge bases: none are
 * found. Of the side with more changes only that is parsed which the other side's imports lead to, and what may import a name that it took out.
 */
export async function brokenImports(place: GitPlace, merge: MergedTree): Promise<readonly BrokenImport[]> {
  const base = await oneBase(place, merge)();
  if (base === undefined) return [];
  const [ours, theirs] = await Promise.all([merge.ours, merge.theirs].map((side) => changedPaths(place, base, side)));
  const suspects = await suspectsOf(place, { ours: ours ?? [], theirs: theirs ?? [] });
  if (suspects.length === 0) return [];
  const paths = [...new Set(suspects.flatMap(({ path, importer }) => [importer, path, ...filesOf(path)]))];
  const versions = await readVersions(place, [merge.tree, merge.ours, merge.theirs], paths);
  const [merged, left, right] = versions.map((files) => scriptsOf((path) => files.get(path)?.content));
  if (merged === undefined || left === undefined || right === undefined) return [];
  const found = suspects.filter((suspect) => {
    const { path, name, removedBy } = suspect;
    const [taking, giving] = removedBy === 'ours' ? [right, left] : [left, right];
    // Broken by one side alone is no matter of the merge.
    const wasWhole = exports(taking, path, name) === true && !takes(giving, suspect);
    return wasWhole && takes(merged, suspect) && exports(merged, path, name) === false;
  });
  return [...new Map(found.map((one) => [`${one.importer}\0${one.path}\0${one.name}`, one])).values()];
}

type Changes = Readonly<Record<'ours' | 'theirs', readonly ChangedPath[]>>;

async function suspectsOf(place: GitPlace, changes: Changes): Promise<BrokenImport[]> {
  const count = { ours: changes.ours.filter(isOfScript).length, theirs: changes.theirs.filter(isOfScript).length };
  if (count.ours === 0 || count.theirs === 0) return [];
  const [small, large] = count.ours < count.theirs ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
  const isAll = (): boolean => true;
  const one = await surfaceOf(place, changes[small], { change: 'removed', gives: isAll, takes: isAll });
  const other = await surfaceOf(place, changes[large], interestOf(one));
  return [
    ...removedAndUsed(small, { giver: one, taker: other, changes: changes[small] }),
    ...removedAndUsed(large, { giver: other, taker: one, changes: changes[large] }),
  ];
}

function isOfScript({ path }: ChangedPath): boolean {
  return isScript(path);
}

/** What of the other side may have to do with what this one takes and what it took out. */
function interestOf({ imports, changed }: SideSurface): SurfaceInterest {
  const modules = new Set(imports.map(importedModule));
  const emptied = [...changed].flatMap(([path, names]) => (names.size === 0 ? [] : [path]));
  // The module of an index is called by its folder or not at all.
  const words = emptied.map((path) => (/(?:^|\/)index\.[^/]*$/.test(path) ? '' : posix.basename(moduleOf(path))));
  return {
    change: 'removed',
    gives: (path) => modules.has(moduleOf(path)),
    takes: words.length === 0 ? undefined : (text) => words.some((word) => text.includes(word)),
  };
}

interface Taking {
  readonly giver: SideSurface;
  readonly taker: SideSurface;
  /** Of the giver. */
  readonly changes: readonly ChangedPath[];
}

function removedAndUsed(removedBy: BrokenImport['removedBy'], { giver, taker, changes }: Taking): BrokenImport[] {
  return usedExports(removedBy, giver, taker)
    .filter(({ path }) => !isSplit(path, changes))
    .map(({ importer, path, name }) => ({ importer, path, name, removedBy }));
}

/** `total.ts` made into `total.ios.ts` and `total.web.ts`, or into a folder with a manifest, may be found by what builds it. */
function isSplit(path: string, changes: readonly ChangedPath[]): boolean {
  const isGone = changes.some((change) => change.path === path && change.status === 'deleted');
  const module = moduleOf(path);
  return isGone && changes.some((change) => change.status === 'added' && isVariant(change.path, module));
}

function isVariant(path: string, module: string): boolean {
  return path === `${module}/package.json` || (path.startsWith(`${module}.`) && moduleOf(path) !== module);
}

/** Scripts of one tree, by their paths. */
type Scripts = (path: string) => ScriptSurface | 'unreadable' | undefined;

function scriptsOf(read: (path: string) => Buffer | undefined): Scripts {
  const known = new Map<string, ScriptSurface | 'unreadable'>();
  return (path) => {
    const bytes = read(path);
    if (bytes === undefined) return undefined;
    const text = textOf(bytes, maxBytes);
    const script = known.get(path) ?? (text === undefined ? undefined : readSurface(path, text)) ?? 'unreadable';
    known.set(path, script);
    return script;
  };
}

function filesOf(path: string): string[] {
  const module = moduleOf(path);
  return extensions.flatMap((extension) => [`${module}.${extension}`, posix.join(module, `index.${extension}`)]);
}

/** Undefined where it cannot be told. */
function exports(scripts: Scripts, path: string, name: string): boolean | undefined {
  const present = [...new Set([path, ...filesOf(path)])].flatMap((file) => scripts(file) ?? []);
  if (present.some((script) => script === 'unreadable' || script.isOpaque || script.exports.has('*'))) return undefined;
  return present.some((script) => script !== 'unreadable' && script.exports.has(name));
}

function takes(scripts: Scripts, { importer, path, name }: Pick<UsedExport, 'importer' | 'path' | 'name'>): boolean {
  const script = scripts(importer);
  if (script === undefined || script === 'unreadable') return false;
  return script.imports.some(
    ({ from, name: taken }) => taken === name && importedModule({ importer, from }) === moduleOf(path),
  );
}
