import { readVersions, type GitPlace } from '@cdev/git';
import { matchSequences, parseScript, type HunkText } from '@cdev/structured-merge';
import { textOf } from '../conflict/file-text.ts';
import type { BrokenImport } from '../edges/broken-imports.ts';
import { exportStatement, importStatement, type StatementRange } from '../edges/import-statements.ts';
import { maxBytes } from '../edges/used-exports.ts';
import { oneBase, type MergedCommits } from '../one-base.ts';

/** A broken import as it stands in the three versions; a piece that is not there, or cannot be read, is undefined. */
export interface HandedImport extends BrokenImport {
  readonly pieces?: ImportPieces | undefined;
}

export interface ImportPieces {
  /** The export where it was, in the base's `path`. */
  readonly base: HunkText | undefined;
  /** What its side has there now that took it out: undefined where the file is gone. */
  readonly removed: HunkText | undefined;
  /** The statement that takes the name, in the other side's `importer`. */
  readonly taken: HunkText | undefined;
}

/** Nobody reads further into a piece to see what it is. */
const mostLines = 20;

/** What a task tells of broken imports: who meets over them is found by `met`, the tests by `paths`. */
export interface ImportTask {
  readonly brokenImports: readonly HandedImport[];
  /** What ours changed of them: the file whose export it took out, or the one that imports. Each once. */
  readonly met: readonly string[];
  /** Both ends of all of them, each once. */
  readonly paths: readonly string[];
}

/** Broken imports of a merge as a hand-off tells of them, all versions read by one process. */
export async function importTask(
  place: GitPlace,
  merge: MergedCommits,
  brokenImports: readonly BrokenImport[],
): Promise<ImportTask> {
  if (brokenImports.length === 0) return { brokenImports: [], met: [], paths: [] };
  const paths = [...new Set(brokenImports.flatMap(({ importer, path }) => [importer, path]))];
  const met = brokenImports.map(({ removedBy, path, importer }) => (removedBy === 'ours' ? path : importer));
  const before = await oneBase(place, merge)();
  const versions = await readVersions(place, [before ?? '', merge.ours, merge.theirs], paths);
  const [base, ours, theirs] = versions.map((files) => (path: string) => textOf(files.get(path)?.content, maxBytes));
  return {
    brokenImports: brokenImports.map((one) => {
      const [giver, taker] = one.removedBy === 'ours' ? [ours, theirs] : [theirs, ours];
      const { path, importer } = one;
      return { ...one, pieces: piecesOf(one, [base?.(path), giver?.(path), taker?.(importer)]) };
    }),
    met: [...new Set(met)],
    paths,
  };
}

type Versions = readonly [base: string | undefined, giver: string | undefined, taker: string | undefined];

function piecesOf(one: BrokenImport, [before, after, taking]: Versions): ImportPieces {
  const base = statementIn(one.path, before, (script) => exportStatement(script, one.name));
  return {
    base,
    removed: base === undefined || before === undefined ? undefined : instead(base, before, after),
    taken: statementIn(one.importer, taking, (script) => importStatement(script, one)),
  };
}

type Find = (script: NonNullable<ReturnType<typeof parseScript>>) => StatementRange | undefined;

function statementIn(path: string, text: string | undefined, find: Find): HunkText | undefined {
  const script = text === undefined ? undefined : parseScript(path, text);
  const range = script && find(script);
  if (text === undefined || range === undefined) return undefined;
  const line = text.slice(0, range.start).split('\n').length;
  const last = text.slice(0, range.end).split('\n').length;
  return piece(text.split('\n'), line - 1, last);
}

/** The lines that stand between what is still there above the piece and below it. */
function instead(base: HunkText, before: string, after: string | undefined): HunkText | undefined {
  if (after === undefined) return undefined;
  const [left, right] = [before.split('\n'), after.split('\n')];
  const start = base.line - 1;
  const end = start + base.text.replace(/\n$/, '').split('\n').length;
  let [from, to] = [0, right.length];
  for (const match of matchSequences(left, right)) {
    const above = Math.min(match.left + match.length, start) - match.left;
    if (above > 0) from = Math.max(from, match.right + above);
    const below = Math.max(match.left, end);
    if (below < match.left + match.length) to = Math.min(to, match.right + below - match.left);
  }
  while (from < to && right[from]?.trim() === '') from += 1;
  while (from < to && right[to - 1]?.trim() === '') to -= 1;
  return piece(right, from, to);
}

function piece(lines: readonly string[], from: number, to: number): HunkText {
  const shown = lines.slice(from, Math.min(to, from + mostLines));
  const text = [...shown, ...(to - from > mostLines ? ['…'] : [])].map((line) => `${line.replace(/\r$/, '')}\n`);
  return { line: from + 1, text: text.join('') };
}
