import { secretWords } from '../../src/assignment/name-class.ts';
import { endsAddress, following, inName, runKinds } from '../../src/engine/byte-kinds.ts';
import type { Opening } from '../../src/engine/opening.ts';

/** Whether an opening stands where its keyword begins at `start`. */
export function stands(bytes: Uint8Array, start: number, { lead, runs }: Opening): boolean {
  let at = start - lead;
  if (at < 0) return false;
  for (const run of runs) {
    const end = at + run.count;
    if (end > bytes.length) return false;
    for (; at < end; at += 1) if (run.bytes[bytes[at]!] === 0) return false;
  }
  return true;
}

/** Looks at a few bytes after a name before anything is decoded: most names are read, called or imported, not set. */
export function mayHaveValue(bytes: Uint8Array, from: number, isProvider: boolean): boolean {
  let hasGap = false;
  for (let at = from; at < from + 24 && at < bytes.length; at += 1) {
    const kind = following[bytes[at]!];
    if (kind === 3) return bytes[at] !== 0x28 || !isProvider;
    if (kind === 4) return hasGap && !isProvider;
    if (kind === 5) return !isProvider;
    if (kind === 0) return false;
    hasGap = true;
  }
  return hasGap;
}

/**
 * Whether there are, not far after `from`, `least` bytes without a gap that random text may consist of, a digit among them unless they are
 * many. Asked before anything is decoded: words, calls and numbers fail it.
 */
export function hasRandomRun(bytes: Uint8Array, from: number, least: number, reach = 250): boolean {
  const end = Math.min(bytes.length, from + reach + least);
  let length = 0;
  let hasDigit = false;
  for (let at = from; at < end; at += 1) {
    const kind = runKinds[bytes[at]!]!;
    if (kind === 0) {
      length = 0;
      hasDigit = false;
      continue;
    }
    length += 1;
    if (kind === 2) hasDigit = true;
    if (length >= least && (hasDigit || length >= 24)) return true;
  }
  return false;
}

/** Whether an address whose `://` ends at `from` has an `@`, before which a name and password may stand. */
export function hasUser(bytes: Uint8Array, from: number): boolean {
  const end = Math.min(bytes.length, from + 410);
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0x40) return at > from;
    if (endsAddress[byte] === 1) return false;
  }
  return false;
}

/** Whether a name stands where it is the value of `name` or `key`: its own value may stand before it. */
export function isNamed(bytes: Uint8Array, start: number): boolean {
  const before = Buffer.from(bytes.subarray(Math.max(0, start - 12), start)).toString('latin1');
  return /[ey][ "'\\]*[:=][ "'\\]*$/i.test(before);
}

const longestName = 80;

/** The name around a keyword that ends at `at`; undefined for what is too long to be one. */
export function nameAround(
  bytes: Uint8Array,
  at: number,
): { readonly start: number; readonly end: number } | undefined {
  let start = at;
  while (start > 0 && at - start < longestName && inName[bytes[start - 1]!] === 1) start -= 1;
  let end = at;
  while (end < bytes.length && end - at < longestName && inName[bytes[end]!] === 1) end += 1;
  return at - start >= longestName || end - at >= longestName ? undefined : { start, end };
}

/** Where in a name the last of those words ends; 0 when it has none. */
export function lastWordEnd(name: string): number {
  const lower = name.toLowerCase();
  return Math.max(0, ...secretWords.map((word) => lower.lastIndexOf(word) + (lower.includes(word) ? word.length : 1)));
}
