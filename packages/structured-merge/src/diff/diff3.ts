import { matchSequences, type Match } from './match-sequences.ts';

/** Half-open range of items in one version. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A stretch of the three versions, in order; together the chunks cover all three wholly. */
export interface Chunk {
  /** `both`: changed on both sides in the same way. */
  readonly kind: 'same' | 'ours' | 'theirs' | 'both' | 'conflict';
  readonly base: Range;
  readonly ours: Range;
  readonly theirs: Range;
}

export interface Versions<Item> {
  readonly base: readonly Item[];
  readonly ours: readonly Item[];
  readonly theirs: readonly Item[];
}

/**
 * Three-way alignment of sequences: stable stretches are those that both sides share with the base, what lies between
 * is changed by one side, by both alike, or in conflict. Khanna, Kunal and Pierce, "A formal investigation of diff3" (2007).
 */
export function diff3(versions: Versions<string>): Chunk[] {
  const { base, ours, theirs } = versions;
  const chunks: Chunk[] = [];
  let from = { base: 0, ours: 0, theirs: 0 };
  const unstable = (to: typeof from): void => {
    const chunk = {
      base: { start: from.base, end: to.base },
      ours: { start: from.ours, end: to.ours },
      theirs: { start: from.theirs, end: to.theirs },
    };
    if (Object.values(chunk).some(({ start, end }) => start < end))
      chunks.push({ kind: kindOf(chunk, versions), ...chunk });
  };
  for (const { at, length } of stableRuns(matchSequences(base, ours), matchSequences(base, theirs))) {
    unstable(at);
    const end = { base: at.base + length, ours: at.ours + length, theirs: at.theirs + length };
    chunks.push({
      kind: 'same',
      base: { start: at.base, end: end.base },
      ours: { start: at.ours, end: end.ours },
      theirs: { start: at.theirs, end: end.theirs },
    });
    from = end;
  }
  unstable({ base: base.length, ours: ours.length, theirs: theirs.length });
  return chunks;
}

interface StableRun {
  readonly at: { readonly base: number; readonly ours: number; readonly theirs: number };
  readonly length: number;
}

/** Where the base's runs in ours and in theirs overlap. */
function stableRuns(ours: readonly Match[], theirs: readonly Match[]): StableRun[] {
  const runs: StableRun[] = [];
  let inOurs = 0;
  let inTheirs = 0;
  while (inOurs < ours.length && inTheirs < theirs.length) {
    const one = ours[inOurs] as Match;
    const other = theirs[inTheirs] as Match;
    const start = Math.max(one.left, other.left);
    const end = Math.min(one.left + one.length, other.left + other.length);
    if (start < end) {
      const at = { base: start, ours: one.right + start - one.left, theirs: other.right + start - other.left };
      runs.push({ at, length: end - start });
    }
    if (one.left + one.length < other.left + other.length) inOurs += 1;
    else inTheirs += 1;
  }
  return runs;
}

function kindOf(chunk: Omit<Chunk, 'kind'>, { base, ours, theirs }: Versions<string>): Chunk['kind'] {
  const original = base.slice(chunk.base.start, chunk.base.end);
  const left = ours.slice(chunk.ours.start, chunk.ours.end);
  const right = theirs.slice(chunk.theirs.start, chunk.theirs.end);
  if (equalItems(left, right)) return equalItems(left, original) ? 'same' : 'both';
  if (equalItems(right, original)) return 'ours';
  return equalItems(left, original) ? 'theirs' : 'conflict';
}

export function equalItems(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
