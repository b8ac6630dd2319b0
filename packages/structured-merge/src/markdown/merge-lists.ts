import { because } from '../explain/trace.ts';
import type { HunkLines, HunkResolution, HunkRule } from '../text/hunk.ts';
import { orderOf } from '../tree/order-entries.ts';
import type { MarkdownLines } from './markdown-lines.ts';
import { mergeEntries, type Entry } from './merge-entries.ts';
import { readEntries, sortKey, type ListKind, type ReadEntries } from './read-entries.ts';

type Side = 'base' | 'ours' | 'theirs';

const nouns: Readonly<Record<ListKind, string>> = {
  item: 'items of a list',
  row: 'rows of a table',
  definition: 'links',
};

/** Both sides changed a list, a table or the definitions of links: entry by entry, and in the order of a list that is sorted. */
export function byEntries(versions: Readonly<Record<Side, MarkdownLines>>): HunkRule {
  const read = (side: Side, { start, lines }: HunkLines): ReadEntries | undefined =>
    readEntries(lines, versions[side].kinds.slice(start, start + lines.length));
  return (hunk): HunkResolution | undefined => {
    const [base, ours, theirs] = [read('base', hunk.base), read('ours', hunk.ours), read('theirs', hunk.theirs)];
    if (ours === undefined || theirs === undefined || ours.kind !== theirs.kind) return undefined;
    if (base === undefined && hunk.base.lines.some((line) => line.trim() !== '')) return undefined;
    if (base !== undefined && base.kind !== ours.kind) return undefined;
    const before = base?.entries ?? [];
    const merged = mergeEntries({ base: before, ours: ours.entries, theirs: theirs.entries });
    if (merged === undefined || merged.length === 0) return because('Both sides changed one entry, or may have');
    const around = (['ours', 'theirs'] as const).map((side) => entriesAround(versions[side], hunk[side], ours.kind));
    // A number that counts, and a column that only one side has, need the whole list to be written anew.
    if (around.some((entries) => entries.length === 0) && isCounted(ours)) return undefined;
    const sorted = sortedAsAround(merged, before, around);
    const tail = ours.tail.length > 0 ? ours.tail : theirs.tail;
    return {
      rule: 'list',
      reason: `Both sides changed ${nouns[ours.kind]}; those of both are kept${sorted === undefined ? '' : ', sorted as they were'}`,
      confidence: 'guess',
      ...(sorted !== undefined && { trait: 'sorted' as const }),
      lines: [...joined(sorted ?? merged), ...tail],
    };
  };
}

const isCounted = ({ kind, entries }: ReadEntries): boolean =>
  kind === 'row' || (kind === 'item' && /^\s*\d/.test(entries[0]?.lines[0] ?? ''));

/** The list of one side with what stands before and behind the lines in question. */
function entriesAround({ lines, kinds }: MarkdownLines, hunk: HunkLines, kind: ListKind): readonly Entry[] {
  let start = hunk.start;
  let end = hunk.start + hunk.lines.length;
  const belongs = (at: number): boolean =>
    kinds[at] === kind || (kind === 'item' && /^\s+\S/.test(lines[at] ?? '') && kinds[at] === 'text');
  while (start > 0 && belongs(start - 1) && !/^[\s|:-]+$/.test(lines[start - 1] ?? '')) start -= 1;
  while (end < lines.length && belongs(end)) end += 1;
  return readEntries(lines.slice(start, end), kinds.slice(start, end))?.entries ?? [];
}

/** New entries beside each other stand in the order that most of the list keeps on both sides. */
function sortedAsAround(
  merged: readonly Entry[],
  base: readonly Entry[],
  around: readonly (readonly Entry[])[],
): readonly Entry[] | undefined {
  const [compare, other] = around.map((entries) => orderOf(entries.map(sortKey)));
  if (compare === undefined || compare !== other) return undefined;
  const known = new Set(base.map(({ key }) => key));
  const sorted: Entry[] = [];
  let fresh: Entry[] = [];
  const flush = (): void => {
    sorted.push(...fresh.toSorted((one, two) => compare(sortKey(one), sortKey(two))));
    fresh = [];
  };
  for (const entry of merged) {
    if (!known.has(entry.key)) fresh.push(entry);
    else {
      flush();
      sorted.push(entry);
    }
  }
  flush();
  return sorted;
}

/** An item that was the last one may end without the blank line that stands between the others. */
function joined(entries: readonly Entry[]): string[] {
  const isApart = entries.some(({ lines }) => lines.length > 1 && lines.at(-1)?.trim() === '');
  return entries.flatMap(({ lines }, at) =>
    isApart && at < entries.length - 1 && lines.at(-1)?.trim() !== '' ? [...lines, ''] : lines,
  );
}
