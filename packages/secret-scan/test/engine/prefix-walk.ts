import type { KeywordWalk } from '../../src/engine/keyword-walk.ts';

/** How many bytes of a keyword are looked up at once. */
const prefix = 2;

/**
 * Finds the same keywords at the same places in the same order as an automaton does, by a look-up of every two bytes.
 */
export function startPrefixWalk(keywords: readonly string[]): KeywordWalk {
  const buckets: number[][] = [];
  /** For every two bytes one more than the place of their bucket. */
  const bucketOf = new Uint16Array(1 << 16);
  keywords.forEach((keyword, id) => {
    if (keyword.length < prefix) throw new RangeError(`"${keyword}" is shorter than ${prefix} characters`);
    const code = (keyword.charCodeAt(0) << 8) | keyword.charCodeAt(1);
    if (bucketOf[code] === 0) bucketOf[code] = buckets.push([id]);
    else buckets[bucketOf[code]! - 1]!.push(id);
  });
  return {
    run: (bytes, visit) => {
      const found: Found[] = [];
      for (let at = 0; at + prefix <= bytes.length; at += 1) {
        const place = bucketOf[(lower[bytes[at]!]! << 8) | lower[bytes[at + 1]!]!]!;
        if (place === 0) continue;
        for (const id of buckets[place - 1]!) {
          const keyword = keywords[id]!;
          if (standsAt(bytes, at, keyword)) found.push({ id, end: at + keyword.length, length: keyword.length });
        }
      }
      // Where several end, the longest comes first.
      found.sort((a, b) => a.end - b.end || b.length - a.length);
      for (let at = 0; at < found.length;) {
        const { end } = found[at]!;
        const ids: number[] = [];
        for (; at < found.length && found[at]!.end === end; at += 1) ids.push(found[at]!.id);
        visit(ids, end);
      }
    },
  };
}

interface Found {
  readonly id: number;
  readonly end: number;
  readonly length: number;
}

/** ASCII letters of either case alike. */
const lower = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));

function standsAt(bytes: Uint8Array, from: number, keyword: string): boolean {
  if (from + keyword.length > bytes.length) return false;
  for (let at = prefix; at < keyword.length; at += 1)
    if (lower[bytes[from + at]!] !== keyword.charCodeAt(at)) return false;
  return true;
}
