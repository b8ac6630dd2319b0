import type { LineConflict } from './conflicts-by-line.ts';

/** How many lines around a place are looked for: more only where fewer stand at several places. */
const reaches = [3, 6, 12, 24];

/**
 * What a file that somebody resolved says at the place of a conflict, as lines with plain ends: what stands between the settled lines around
 * it. `undefined` where these were changed too, or stand at several places, so that the place cannot be told for certain.
 */
export function decidedLines(conflict: LineConflict, resolved: string): string | undefined {
  const lines = resolved
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const { before, after, isFirst, isLast } = conflict;
  const start = endOf(before, { lines, isAnchored: isFirst });
  const fromBehind = endOf(after.toReversed(), { lines: lines.toReversed(), isAnchored: isLast });
  if (start === undefined || fromBehind === undefined) return undefined;
  const end = lines.length - fromBehind;
  return start > end
    ? undefined
    : lines
        .slice(start, end)
        .map((line) => `${line}\n`)
        .join('');
}

interface Place {
  readonly lines: readonly string[];
  /** Whether the lines that are looked for begin the file. */
  readonly isAnchored: boolean;
}

/** The line behind the last of `wanted`, by as many of these as it takes to be sure. */
function endOf(wanted: readonly string[], { lines, isAnchored }: Place): number | undefined {
  if (isAnchored && wanted.every((line, at) => lines[at] === line)) return wanted.length;
  for (const reach of reaches) {
    const few = wanted.slice(-reach);
    if (few.length === 0) return undefined;
    const found = ends(few, lines);
    if (found.length === 1) return found[0];
    if (found.length === 0 || few.length === wanted.length) return undefined;
  }
  return undefined;
}

function ends(wanted: readonly string[], lines: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + wanted.length <= lines.length && found.length < 2; at += 1)
    if (wanted.every((line, index) => lines[at + index] === line)) found.push(at + wanted.length);
  return found;
}
