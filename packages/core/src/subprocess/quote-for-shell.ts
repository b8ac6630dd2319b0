/** A word as a POSIX shell takes it: in quotes only where it needs them, so that a command reads well and can be copied. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
