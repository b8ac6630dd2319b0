import { looksLikeWords } from './word-likeness.ts';

/** True for what can be a word or sentence of some language: a password that was left among texts has digits, marks between letters, or is random. */
export function mayBeText(value: string): boolean {
  // Letters of another script, as the bytes that they are.
  if (/[^\x20-\x7e]{6}/.test(value)) return true;
  // Those of others, as JSON may write them: their numbers are no digits of the text.
  const plain = value.replaceAll(/\\u[0-9a-f]{4}/gi, 'e');
  if (plain !== value) return mayBeText(plain);
  // What is put in later: `%1$s`, `{0}`.
  if (/\d/.test(value.replaceAll(/%\d\$[a-z@]|\{\d\}/g, ''))) return false;
  if (/\s|&\w+;/.test(value)) return true;
  const isRandom = value.length >= 20 && /^[\x21-\x7e]+$/.test(value) && !looksLikeWords(value);
  return !isRandom && !/[A-Za-z][!@#$%^&*+=~]+[A-Za-z]/.test(value);
}
