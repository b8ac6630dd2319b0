import { hasConflictMarkers, parses } from '@cdev/structured-merge';

/**
 * What is wrong with a merged text that was right on the sides; undefined when nothing is. A file that shows conflict markers of its own,
 * such as a test of a merge tool, or that parsed on neither side, is not held against the merge.
 */
export function problemOf(path: string, merged: string, sides: readonly (string | undefined)[]): string | undefined {
  const known = sides.filter((side) => side !== undefined);
  if (hasConflictMarkers(merged) && !known.some(hasConflictMarkers)) return 'it would hold conflict markers';
  if (parses(path, merged) === false && !known.some((side) => parses(path, side) === false))
    return 'it would not parse, although both sides do';
  return undefined;
}
