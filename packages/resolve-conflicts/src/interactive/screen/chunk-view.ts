import { matchSequences } from '@cdev/structured-merge';
import type { AskedFile, Chunk } from '../chunk.ts';
import type { Place } from '../session.ts';
import { readSyntax, type Line } from './syntax.ts';

export interface ViewRow {
  /** In its version; undefined where it is in none. */
  readonly number: number | undefined;
  /** `-`: a line of the base that a side has not; `+`: a line that the base has not. */
  readonly mark: ' ' | '-' | '+';
  readonly line: Line;
}

/** The versions of a chunk, ready to be laid out. */
export interface ChunkView {
  readonly base: readonly ViewRow[] | undefined;
  readonly ours: readonly ViewRow[];
  readonly theirs: readonly ViewRow[];
  readonly proposal: readonly ViewRow[] | undefined;
  /** What stands around it in ours. */
  readonly before: readonly ViewRow[];
  readonly after: readonly ViewRow[];
}

const mostContext = 3;

export async function chunkView({ file, chunk }: Pick<Place, 'file' | 'chunk'>): Promise<ChunkView> {
  const { base, ours, theirs } = chunk.hunk;
  const own = await fileLines(file, 'ours');
  const rows = (lines: readonly Line[], start: number | undefined, isMarked: ReadonlySet<number>, mark: '+' | '-') =>
    lines.map((line, at): ViewRow => ({
      number: start === undefined ? undefined : start + at,
      mark: isMarked.has(at) ? mark : ' ',
      line,
    }));
  const marks = marksOf(chunk);
  const lines = {
    base: base && (await pieceLines(file, 'base', base)),
    ours: await pieceLines(file, 'ours', ours),
    theirs: await pieceLines(file, 'theirs', theirs),
  };
  const proposed = chunk.proposal && withoutEnd(await readSyntax(file.texts.path, chunk.proposal.text));
  const first = ours.line - 1;
  const end = first + lines.ours.length;
  const context = (from: number, to: number): ViewRow[] =>
    own.slice(Math.max(0, from), to).map((line, at) => ({ number: Math.max(0, from) + at + 1, mark: ' ', line }));
  const isPart = !chunk.isWhole && (ours.text !== '' || chunk.hunk.where.startsWith('line '));
  return {
    base: base && lines.base && rows(lines.base, base.line, marks.base, '-'),
    ours: rows(lines.ours, ours.line, marks.ours, '+'),
    theirs: rows(lines.theirs, theirs.line, marks.theirs, '+'),
    proposal: proposed && rows(proposed, undefined, new Set(), '+'),
    before: isPart ? context(first - mostContext, first) : [],
    after: isPart ? context(end, Math.min(end + mostContext, lastLine(file.texts.ours))) : [],
  };
}

const known = new WeakMap<AskedFile, Map<string, Promise<readonly Line[]>>>();

/** Read as a whole, so that a line within a comment is known for one. */
function fileLines(file: AskedFile, side: 'base' | 'ours' | 'theirs'): Promise<readonly Line[]> {
  const sides = known.get(file) ?? new Map<string, Promise<readonly Line[]>>();
  known.set(file, sides);
  const lines = sides.get(side) ?? readSyntax(file.texts.path, file.texts[side] ?? '');
  sides.set(side, lines);
  return lines;
}

async function pieceLines(
  file: AskedFile,
  side: 'base' | 'ours' | 'theirs',
  { line, text }: Chunk['hunk']['ours'],
): Promise<readonly Line[]> {
  if (text === '') return [];
  const count = plainLines(text).length;
  const whole = await fileLines(file, side);
  const found = whole.slice(line - 1, line - 1 + count);
  const own = await readSyntax(file.texts.path, text);
  const plain = (lines: readonly Line[]): string =>
    lines.map((spans) => spans.map((span) => span.text).join('')).join('\n');
  // A value of a document may begin within its line, which is then shown whole.
  return plain(found).includes(plain(withoutEnd(own))) ? found : withoutEnd(own);
}

/** Lines of each version that another has not. */
function marksOf({ hunk }: Chunk): Readonly<Record<'base' | 'ours' | 'theirs', ReadonlySet<number>>> {
  const { base, ours, theirs } = hunk;
  const texts = { base: plainLines(base?.text ?? ''), ours: plainLines(ours.text), theirs: plainLines(theirs.text) };
  const kept = { ours: matchSequences(texts.base, texts.ours), theirs: matchSequences(texts.base, texts.theirs) };
  const rest = (count: number, matches: readonly { at: number; length: number }[]): Set<number> => {
    const all = new Set(Array.from({ length: count }, (_, at) => at));
    for (const { at, length } of matches) for (let step = 0; step < length; step += 1) all.delete(at + step);
    return all;
  };
  const side = (name: 'ours' | 'theirs', end: 'left' | 'right', count: number): Set<number> =>
    rest(
      count,
      kept[name].map((match) => ({ at: match[end], length: match.length })),
    );
  return {
    base: new Set([...side('ours', 'left', texts.base.length), ...side('theirs', 'left', texts.base.length)]),
    ours: side('ours', 'right', texts.ours.length),
    theirs: side('theirs', 'right', texts.theirs.length),
  };
}

function plainLines(text: string): string[] {
  return text === '' ? [] : text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
}

function lastLine(text: string): number {
  return plainLines(text).length;
}

/** A text that ends with its last line has no empty one behind it. */
function withoutEnd(lines: readonly Line[]): readonly Line[] {
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines;
}
