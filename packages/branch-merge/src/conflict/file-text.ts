import type { MergeConflict } from '@cdev/git';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The bytes as text, a byte order mark included; undefined for what is not there, is longer than `mostBytes`, or is no UTF-8 text, because it could not be
 * written back unchanged.
 */
export function textOf(bytes: Buffer | undefined, mostBytes = Infinity): string | undefined {
  if (bytes === undefined || bytes.length > mostBytes || bytes.includes(0)) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

type Sides = Pick<MergeConflict, 'base' | 'ours' | 'theirs'>;

/** The versions of a path as texts, `base` undefined where there is none; undefined when one that is there is no text, or a side is missing. */
export function textsOf(
  { base, ours, theirs }: Sides,
  blobs: ReadonlyMap<string, Buffer>,
  mostBytes?: number,
): { readonly base: string | undefined; readonly ours: string; readonly theirs: string } | undefined {
  const [before, left, right] = [base, ours, theirs].map((side) => textOf(blobs.get(side?.oid ?? ''), mostBytes));
  if (left === undefined || right === undefined || (base !== undefined && before === undefined)) return undefined;
  return { base: before, ours: left, theirs: right };
}

/** The objects of all versions, to be read at once. */
export function oidsOf(conflicts: readonly Sides[]): string[] {
  return conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs].flatMap((side) => side?.oid ?? []));
}
