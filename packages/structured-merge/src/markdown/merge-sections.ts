import { isLate, timeIsUp } from '../deadline.ts';
import { note } from '../explain/trace.ts';
import { diff3 } from '../diff/diff3.ts';
import { lineRange, mergeLines, type Piece, type Texts } from '../text/merge-lines.ts';
import type { HunkLines, HunkRule } from '../text/hunk.ts';
import { shiftPiece } from '../text/shift-piece.ts';
import { readLines } from './markdown-lines.ts';

/** A heading with the lines up to the next one; the first may have none. */
interface Section {
  /** Headings from the top to this one. */
  readonly key: string;
  readonly start: number;
  readonly lines: readonly string[];
}

type Versions = Readonly<Record<'base' | 'ours' | 'theirs', readonly Section[]>>;

/** Markdown by lines, and where that leaves something open by its sections, if these go together wholly. */
export function mergeMarkdown(texts: Texts, rulesFor: (texts: Texts) => readonly HunkRule[]): Piece[] {
  const pieces = mergeLines(texts, rulesFor(texts));
  if (pieces.every(({ kind }) => kind === 'settled')) return pieces;
  if (isLate()) {
    note({ where: 'whole file', rung: 'section', outcome: 'gave way', reason: timeIsUp });
    return pieces;
  }
  const bySection = mergeSections(texts, rulesFor);
  const end =
    bySection === undefined ? 'Its sections do not go together either' : 'Its sections go together one by one';
  note({ where: 'whole file', rung: 'section', outcome: bySection === undefined ? 'gave way' : 'won', reason: end });
  return bySection ?? pieces;
}

function mergeSections(texts: Texts, rulesFor: (texts: Texts) => readonly HunkRule[]): Piece[] | undefined {
  const versions = { base: sectionsOf(texts.base), ours: sectionsOf(texts.ours), theirs: sectionsOf(texts.theirs) };
  if (Object.values(versions).some((sections) => sections.length < 2 || !areUnique(sections))) return undefined;
  const order = orderOf(versions);
  if (order === undefined) return undefined;
  const pieces: Piece[] = [];
  for (const key of order.keys) {
    const piece = mergeSection(key, versions, { rulesFor, isLast: key === order.keys.at(-1) });
    if (piece === undefined || piece.some(({ kind }) => kind === 'open')) return undefined;
    pieces.push(...piece);
  }
  const [first] = order.both;
  if (first === undefined) return pieces;
  const { start, lines } = versions.ours.find(({ key }) => key === first) as Section;
  const empty: HunkLines = { start: 0, lines: [] };
  const where = lineRange({ base: empty, ours: { start, lines }, theirs: empty });
  const reason = 'Both sides added sections at one place; those of both are kept, ours first';
  return [
    ...pieces,
    { kind: 'settled', lines: [], resolution: { rule: 'section', where, reason, confidence: 'guess' } },
  ];
}

function sectionsOf(text: string): Section[] {
  const lines = text.split('\n');
  const { kinds } = readLines(lines);
  const starts = [0, ...kinds.flatMap((kind, at) => (kind === 'heading' && at > 0 ? [at] : []))];
  const above: string[] = [];
  return starts.map((start, index) => {
    const line = lines[start] ?? '';
    const level = kinds[start] === 'heading' ? (/^\s*(#+)/.exec(line)?.[1]?.length ?? 0) : 0;
    above.length = Math.min(above.length, Math.max(level - 1, 0));
    while (above.length < level - 1) above.push('');
    if (level > 0) above.push(line.replaceAll(/[#\s]+/g, ' ').trim());
    return { key: above.join('\n'), start, lines: lines.slice(start, starts[index + 1] ?? lines.length) };
  });
}

const areUnique = (sections: readonly Section[]): boolean =>
  new Set(sections.map(({ key }) => key)).size === sections.length;

/** The keys of the merge in order, and those that both sides brought to one place; `undefined` when a side put them in an order of its own. */
function orderOf(
  versions: Versions,
): { readonly keys: readonly string[]; readonly both: readonly string[] } | undefined {
  const names = {
    base: versions.base.map(({ key }) => key),
    ours: versions.ours.map(({ key }) => key),
    theirs: versions.theirs.map(({ key }) => key),
  };
  const keys: string[] = [];
  const both: string[] = [];
  for (const chunk of diff3(names)) {
    const of = (side: keyof Versions): string[] => names[side].slice(chunk[side].start, chunk[side].end);
    if (chunk.kind !== 'conflict') {
      keys.push(...of(chunk.kind === 'theirs' ? 'theirs' : 'ours'));
      continue;
    }
    const [base, ours, theirs] = [of('base'), of('ours'), of('theirs')];
    // Renamed on one side: whose text the other side's changes belong to is not known.
    if (base.some((key) => !ours.includes(key) || !theirs.includes(key))) return undefined;
    const fresh = theirs.filter((key) => !ours.includes(key));
    both.push(...ours.filter((key) => !base.includes(key)));
    keys.push(...ours, ...fresh);
  }
  return new Set(keys).size === keys.length ? { keys, both } : undefined;
}

interface Merging {
  readonly rulesFor: (texts: Texts) => readonly HunkRule[];
  readonly isLast: boolean;
}

function mergeSection(key: string, versions: Versions, { rulesFor, isLast }: Merging): Piece[] | undefined {
  const find = (side: keyof Versions): Section | undefined => versions[side].find((section) => section.key === key);
  const [base, ours, theirs] = [find('base'), find('ours'), find('theirs')];
  const text = (section: Section | undefined): string => section?.lines.join('\n') ?? '';
  if (ours === undefined || theirs === undefined) {
    const only = ours ?? theirs;
    return only && base === undefined
      ? [{ kind: 'settled', lines: isLast ? only.lines : apart(only.lines) }]
      : undefined;
  }
  const texts = { base: text(base), ours: text(ours), theirs: text(theirs) };
  const before = { base: base?.start ?? 0, ours: ours.start, theirs: theirs.start };
  return mergeLines(texts, rulesFor(texts)).map((piece) => shiftPiece(piece, before));
}

/** With a blank line at its end, which the last one of a file has not. */
function apart(lines: readonly string[]): readonly string[] {
  return lines.at(-1)?.trim() === '' ? lines : [...lines, ''];
}
