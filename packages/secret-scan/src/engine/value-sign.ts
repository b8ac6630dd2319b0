/** What a byte after a name means. 1: ends what the name stands in; 2: blank; 3: gives a value; 4: may begin a type or a value that stands beside its name; 5: ends the line. */
export const following: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/["'`\\)\]]/.test(character)) return 1;
  if (/[ \t]/.test(character)) return 2;
  if (/[=:>,(?|+&!#[;<-]/.test(character)) return 3;
  if (/[\n\r]/.test(character)) return 5;
  return /[A-Za-z0-9{$]/.test(character) ? 4 : 0;
});

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
