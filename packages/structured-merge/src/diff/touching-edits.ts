import { diff3, equalItems, type Chunk, type Range, type Versions } from './diff3.ts';
import { matchSequences } from './match-sequences.ts';

interface Edit {
  readonly side: 'ours' | 'theirs';
  readonly base: Range;
  readonly own: Range;
}

/**
 * As `diff3`, but edits that touch and do not overlap are two edits and no conflict: one side removes or replaces what
 * stands beside what the other one adds.
 */
export function diff3Touching(versions: Versions<string>): Chunk[] {
  return diff3(versions).flatMap((chunk) =>
    chunk.kind === 'conflict' ? (split(chunk, versions) ?? [chunk]) : [chunk],
  );
}

/** The chunk as edits of one side each; `undefined` when two are of one place. */
function split(chunk: Chunk, versions: Versions<string>): Chunk[] | undefined {
  const edits = [...editsIn('ours', chunk, versions), ...editsIn('theirs', chunk, versions)].sort(inOrder);
  const parts: Chunk[] = [];
  const at = { base: chunk.base.start, ours: chunk.ours.start, theirs: chunk.theirs.start };
  let before: Edit | undefined;
  for (let next = 0; next < edits.length; next += 1) {
    const edit = edits[next] as Edit;
    if (edit.base.start < at.base) return undefined;
    if (before !== undefined && before.side !== edit.side && meet(before, edit)) return undefined;
    // What neither changed lies in a conflict when the lines around are aligned in another way.
    advance('same', { base: edit.base.start - at.base });
    const twin = edits[next + 1];
    const isTwin = twin !== undefined && twin.side !== edit.side && areAlike(edit, twin, versions);
    const length = edit.base.end - edit.base.start;
    const own = edit.own.end - edit.own.start;
    if (isTwin) advance('both', { base: length, ours: own, theirs: own });
    else advance(edit.side, { base: length, [edit.side]: own });
    if (isTwin) next += 1;
    before = edit;
  }
  return parts;

  function advance(kind: Chunk['kind'], by: { base: number; ours?: number; theirs?: number }): void {
    const { base, ours = base, theirs = base } = by;
    if (base + ours + theirs === 0) return;
    const range = (name: keyof typeof at, length: number): Range => {
      at[name] += length;
      return { start: at[name] - length, end: at[name] };
    };
    parts.push({ kind, base: range('base', base), ours: range('ours', ours), theirs: range('theirs', theirs) });
  }
}

function areAlike(one: Edit, other: Edit, versions: Versions<string>): boolean {
  if (one.base.start !== other.base.start || one.base.end !== other.base.end) return false;
  const put = ({ side, own }: Edit): string[] => versions[side].slice(own.start, own.end);
  return equalItems(put(one), put(other));
}

function editsIn(side: 'ours' | 'theirs', chunk: Chunk, versions: Versions<string>): Edit[] {
  const base = versions.base.slice(chunk.base.start, chunk.base.end);
  const own = versions[side].slice(chunk[side].start, chunk[side].end);
  const edits: Edit[] = [];
  const at = { base: 0, own: 0 };
  const upTo = (left: number, right: number): void => {
    if (at.base === left && at.own === right) return;
    edits.push({
      side,
      base: { start: chunk.base.start + at.base, end: chunk.base.start + left },
      own: { start: chunk[side].start + at.own, end: chunk[side].start + right },
    });
  };
  for (const { left, right, length } of matchSequences(base, own)) {
    upTo(left, right);
    Object.assign(at, { base: left + length, own: right + length });
  }
  upTo(base.length, own.length);
  return edits;
}

function inOrder(one: Edit, other: Edit): number {
  return one.base.start - other.base.start || one.base.end - other.base.end;
}

/** Whether two edits, the first not behind the second, change one item or both add at one place. */
function meet(one: Edit, other: Edit): boolean {
  if (other.base.start < one.base.end) return true;
  const adds = ({ own }: Edit): boolean => own.end > own.start;
  return one.base.end === other.base.start && adds(one) && adds(other);
}
