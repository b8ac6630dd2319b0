/** Bytes that names consist of: letters, digits, `_ - . $`, and bytes outside ASCII. */
export const inName: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_.$-]/.test(String.fromCharCode(byte)) || byte >= 0x80 ? 1 : 0,
);
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
