/** 1: a byte that random text consists of; 2: a digit. */
export const runKinds: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/\d/.test(character)) return 2;
  return /[\x21-\x7e]/.test(character) && !/["'`<>(){},;]/.test(character) ? 1 : 0;
});

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

/** Bytes that end what a name and password stand in at the beginning of an address. */
export const endsAddress: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\s"'`<>\\/]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

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
