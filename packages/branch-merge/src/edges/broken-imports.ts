import { posix } from 'node:path';
import { mergeBases, readFilesAt, type GitPlace } from '@cdev/git';
import { textOf } from '../conflict/file-text.ts';
import { readSurface, type ScriptSurface } from './exported-names.ts';
import { maxBytes, moduleOf, sideSurface, usedExports, type UsedExport } from './used-exports.ts';

/** An import that both sides had resolved and the merge has not: one side gave up what the other takes. */
export interface BrokenImport {
  readonly importer: string;
  /** The file that exported it. */
  readonly path: string;
  readonly name: string;
}

export interface MergedTree {
  readonly ours: string;
  readonly theirs: string;
  /** Merge on this commit and not on the merge base of the two. */
  readonly base?: string | undefined;
  readonly tree: string;
}

/** Where a module of a relative import may be. */
const extensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'd.ts', 'd.mts', 'd.cts'];

/**
 * Imports by relative paths in files that one side changed, of names that the other took out of a file: looked for in the merged tree, which may
 * have put both right. A module that passes on all names of another, or does not parse, tells nothing. Several merge bases: none are found.
 */
export async function brokenImports(
  place: GitPlace,
  { ours, theirs, base, tree }: MergedTree,
): Promise<readonly BrokenImport[]> {
  const [only, ...more] = base === undefined ? await mergeBases(place, ours, theirs) : [base];
  if (only === undefined || more.length > 0) return [];
  const [left, right] = [await sideSurface(place, only, ours), await sideSurface(place, only, theirs)];
  const suspects = [...usedExports('ours', left, right), ...usedExports('theirs', right, left)];
  if (suspects.length === 0) return [];
  const read = readerFor(place, suspects);
  const [merged, sides] = [await read(tree), { ours: await read(ours), theirs: await read(theirs) }];
  const found = suspects.filter((suspect) => {
    const { path, name, changedBy } = suspect;
    const [taking, giving] = changedBy === 'ours' ? [sides.theirs, sides.ours] : [sides.ours, sides.theirs];
    // Broken by one side alone is no matter of the merge.
    const wasWhole = exports(taking, path, name) === true && !takes(giving, suspect);
    return wasWhole && takes(merged, suspect) && exports(merged, path, name) === false;
  });
  return [
    ...new Map(
      found.map(({ importer, path, name }) => [`${importer}\0${path}\0${name}`, { importer, path, name }]),
    ).values(),
  ];
}

/** Scripts of one tree, by their paths. */
type Scripts = (path: string) => ScriptSurface | 'unreadable' | undefined;

function readerFor(place: GitPlace, suspects: readonly UsedExport[]): (revision: string) => Promise<Scripts> {
  const paths = new Set(suspects.flatMap(({ path, importer }) => [importer, path, ...filesOf(path)]));
  return async (revision) => {
    const files = await readFilesAt(place, revision, [...paths]);
    const known = new Map<string, ScriptSurface | 'unreadable'>();
    return (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) return undefined;
      const text = textOf(bytes, maxBytes);
      const script = known.get(path) ?? (text === undefined ? undefined : readSurface(path, text)) ?? 'unreadable';
      known.set(path, script);
      return script;
    };
  };
}

function filesOf(path: string): string[] {
  const module = moduleOf(path);
  return extensions.flatMap((extension) => [`${module}.${extension}`, posix.join(module, `index.${extension}`)]);
}

/** Undefined where it cannot be told. */
function exports(scripts: Scripts, path: string, name: string): boolean | undefined {
  const present = [...new Set([path, ...filesOf(path)])].flatMap((file) => scripts(file) ?? []);
  if (present.some((script) => script === 'unreadable' || script.exports.has('*'))) return undefined;
  return present.some((script) => script !== 'unreadable' && script.exports.has(name));
}

function takes(scripts: Scripts, { importer, path, name }: UsedExport): boolean {
  const script = scripts(importer);
  if (script === undefined || script === 'unreadable') return false;
  return script.imports.some(
    (one) =>
      one.name === name &&
      one.from.startsWith('.') &&
      moduleOf(posix.join(posix.dirname(importer), one.from)) === moduleOf(path),
  );
}
