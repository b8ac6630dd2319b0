/** A run of equal items: `length` items from `left` in one sequence and from `right` in the other. */
export interface Match {
  readonly left: number;
  readonly right: number;
  readonly length: number;
}

interface Box {
  readonly leftStart: number;
  readonly leftEnd: number;
  readonly rightStart: number;
  readonly rightEnd: number;
}

/** Edits after which a stretch without unique items counts as replaced: keeps time and memory bounded on any input. */
const maximumEdits = 1500;

/**
 * Equal runs of two sequences, in order, by patience diff (unique common items first) with Myers' greedy algorithm
 * between the anchors. Never quadratic in the number of items.
 */
export function matchSequences(left: readonly string[], right: readonly string[]): Match[] {
  const [leftIds, rightIds] = intern(left, right);
  const matches: Match[] = [];
  const pending: Box[] = [{ leftStart: 0, leftEnd: left.length, rightStart: 0, rightEnd: right.length }];
  while (pending.length > 0) {
    const box = trim(pending.pop() as Box, leftIds, rightIds, matches);
    if (box.leftStart >= box.leftEnd || box.rightStart >= box.rightEnd) continue;
    const anchors = longestIncreasing(uniqueCommon(box, leftIds, rightIds));
    if (anchors.length === 0) myers(box, leftIds, rightIds, matches);
    else for (const part of between(box, anchors, matches)) pending.push(part);
  }
  return slideDown(join(matches), leftIds, rightIds);
}

function intern(left: readonly string[], right: readonly string[]): [Int32Array, Int32Array] {
  const ids = new Map<string, number>();
  const idsOf = (items: readonly string[]): Int32Array =>
    Int32Array.from(items, (item) => {
      const known = ids.get(item);
      if (known !== undefined) return known;
      ids.set(item, ids.size);
      return ids.size - 1;
    });
  return [idsOf(left), idsOf(right)];
}

function trim(box: Box, left: Int32Array, right: Int32Array, matches: Match[]): Box {
  let { leftStart, leftEnd, rightStart, rightEnd } = box;
  while (leftStart < leftEnd && rightStart < rightEnd && left[leftStart] === right[rightStart]) {
    leftStart += 1;
    rightStart += 1;
  }
  while (leftStart < leftEnd && rightStart < rightEnd && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  matches.push({ left: box.leftStart, right: box.rightStart, length: leftStart - box.leftStart });
  matches.push({ left: leftEnd, right: rightEnd, length: box.leftEnd - leftEnd });
  return { leftStart, leftEnd, rightStart, rightEnd };
}

/** Items that occur exactly once on each side of the box, as pairs in the order of the left side. */
function uniqueCommon(box: Box, left: Int32Array, right: Int32Array): [number, number][] {
  const seenRight = once(right, box.rightStart, box.rightEnd);
  const pairs: [number, number][] = [];
  for (const [id, at] of once(left, box.leftStart, box.leftEnd)) {
    const other = seenRight.get(id);
    if (at >= 0 && other !== undefined && other >= 0) pairs.push([at, other]);
  }
  return pairs;
}

/** Item to its place; -1 when it occurs more than once. */
function once(ids: Int32Array, start: number, end: number): Map<number, number> {
  const places = new Map<number, number>();
  for (let at = start; at < end; at += 1) {
    const id = ids[at] as number;
    places.set(id, places.has(id) ? -1 : at);
  }
  return places;
}

/** The longest subsequence whose right places rise, by patience sorting. */
function longestIncreasing(pairs: readonly [number, number][]): [number, number][] {
  const piles: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, place]] of pairs.entries()) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[piles[middle] as number] as [number, number])[1] < place) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[index] = piles[low - 1] as number;
    piles[low] = index;
  }
  const chain: [number, number][] = [];
  for (let at = piles.at(-1) ?? -1; at >= 0; at = previous[at] as number) chain.push(pairs[at] as [number, number]);
  return chain.reverse();
}

function between(box: Box, anchors: readonly [number, number][], matches: Match[]): Box[] {
  const boxes: Box[] = [];
  let { leftStart, rightStart } = box;
  for (const [left, right] of anchors) {
    boxes.push({ leftStart, leftEnd: left, rightStart, rightEnd: right });
    matches.push({ left, right, length: 1 });
    leftStart = left + 1;
    rightStart = right + 1;
  }
  boxes.push({ leftStart, leftEnd: box.leftEnd, rightStart, rightEnd: box.rightEnd });
  return boxes;
}

/** Myers, "An O(ND) difference algorithm and its variations" (1986), forward variant with a kept trace. */
function myers(box: Box, left: Int32Array, right: Int32Array, matches: Match[]): void {
  const rows = box.leftEnd - box.leftStart;
  const columns = box.rightEnd - box.rightStart;
  const limit = Math.min(rows + columns, maximumEdits);
  const furthest = new Int32Array(2 * limit + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    trace.push(furthest.slice(limit - edits, limit + edits + 3));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = limit + 1 + diagonal;
      const down =
        diagonal === -edits || (diagonal !== edits && (furthest[at - 1] as number) < (furthest[at + 1] as number));
      let row = down ? (furthest[at + 1] as number) : (furthest[at - 1] as number) + 1;
      while (
        row < rows &&
        row - diagonal < columns &&
        left[box.leftStart + row] === right[box.rightStart + row - diagonal]
      )
        row += 1;
      furthest[at] = row;
      if (row >= rows && row - diagonal >= columns) {
        backtrack(box, trace, matches);
        return;
      }
    }
  }
}

function backtrack(box: Box, trace: readonly Int32Array[], matches: Match[]): void {
  let row = box.leftEnd - box.leftStart;
  let column = box.rightEnd - box.rightStart;
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] as Int32Array;
    const diagonal = row - column;
    const at = edits + 1 + diagonal;
    const down =
      diagonal === -edits || (diagonal !== edits && (furthest[at - 1] as number) < (furthest[at + 1] as number));
    const startRow = edits === 0 ? 0 : down ? (furthest[at + 1] as number) : (furthest[at - 1] as number) + 1;
    const length = row - startRow;
    if (length > 0) matches.push({ left: box.leftStart + startRow, right: box.rightStart + column - length, length });
    row = down ? startRow : startRow - 1;
    column = startRow - diagonal - (down ? 1 : 0);
  }
}

function join(matches: Match[]): Match[] {
  const joined: Match[] = [];
  for (const match of matches.filter(({ length }) => length > 0).sort((one, other) => one.left - other.left)) {
    const last = joined.at(-1);
    if (last !== undefined && last.left + last.length === match.left && last.right + last.length === match.right) {
      joined[joined.length - 1] = { ...last, length: last.length + match.length };
    } else {
      joined.push(match);
    }
  }
  return joined;
}

/**
 * Moves every pure insertion or deletion as far down as equal items let it, so that the same edit is seen at the same
 * place in whichever diff it stands: two blocks added at one place are then a conflict and not two edits.
 */
function slideDown(matches: readonly Match[], left: Int32Array, right: Int32Array): Match[] {
  const slid: Match[] = [];
  for (const match of matches) {
    let { left: atLeft, right: atRight, length } = match;
    const before = slid.at(-1) ?? { left: 0, right: 0, length: 0 };
    const [gapLeft, gapRight] = [atLeft - before.left - before.length, atRight - before.right - before.length];
    const inserted = gapLeft === 0 && gapRight > 0;
    const ids = inserted ? right : left;
    if (inserted || (gapRight === 0 && gapLeft > 0)) {
      const start = inserted ? atRight - gapRight : atLeft - gapLeft;
      const end = inserted ? atRight : atLeft;
      let shift = 0;
      while (shift < length && ids[start + shift] === ids[end + shift]) shift += 1;
      if (shift > 0) {
        if (slid.length > 0) slid[slid.length - 1] = { ...before, length: before.length + shift };
        else slid.push({ left: 0, right: 0, length: shift });
        [atLeft, atRight, length] = [atLeft + shift, atRight + shift, length - shift];
      }
    }
    if (length > 0) slid.push({ left: atLeft, right: atRight, length });
  }
  return join(slid);
}
