import { entropy } from '../grade/entropy.ts';

/** What patterns, templates and hashes of passwords have, which change from one kind of character to another as often. */
const written =
  /^\$[\w-]+\$|^%[\w.():-]+%$|\\[nrtuxdwsb.]|[a-z]-z|A-Z|0-9|\(\?|\[\^|\$\{|\{\{|\$\([\w.]+\)|#\{|<%|%\(|%[sdYmHMS]|\.\w+\(|[=!]==?["'\w]|\s/;

/**
 * True for characters of all kinds among each other, as generators make them and nobody who writes code does: what they happen to begin
 * with or to have in them says nothing.
 */
export function looksGenerated(text: string): boolean {
  const { length } = text;
  if (length < 12 || length > 300 || /[^\x21-\x7e]/.test(text) || written.test(text)) return false;
  const letters = text.replaceAll(/[^A-Za-z]/g, '').length;
  const digits = text.replaceAll(/\D/g, '').length;
  if (digits === 0 || letters < 4 || !/[a-z]/.test(text)) return false;
  if (!/[A-Z]/.test(text) && length - letters - digits < 3) return false;
  // Paths and addresses are words with marks between.
  const inWords = text.match(/[A-Za-z][a-z]{3,}/g)?.join('').length ?? 0;
  if (inWords > length / 3 || /%[0-9A-F]{2}.*%[0-9A-F]{2}|&#?\w+;|:\/\/|^\.{0,2}\/[^A-Z]*$/.test(text)) return false;
  return changes(text) >= (length - 1) * 0.42 && entropy(text) >= Math.min(4.2, Math.log2(length) * 0.82);
}

/** How often a character is of another kind than the one before it. */
function changes(text: string): number {
  return text.match(/(?<=[a-z])[^a-z]|(?<=[A-Z])[^A-Z]|(?<=\d)\D|(?<=[^A-Za-z0-9])[A-Za-z0-9]/g)?.length ?? 0;
}
