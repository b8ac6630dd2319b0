import { posix } from 'node:path';

/** Letters in a row that two spellings must share. */
const gramLength = 4;

/** What stands in a word of letters in a row (character n-grams), each once; none in a shorter word. */
export function gramsOf(word: string): ReadonlySet<string> {
  const grams = new Set<string>();
  for (let at = 0; at + gramLength <= word.length; at += 1) grams.add(word.slice(at, at + gramLength));
  return grams;
}

/** Those of a file's name up to its first dot, its letters taken as one word. */
export function nameGrams(path: string): ReadonlySet<string> {
  const name = posix.basename(path).toLowerCase();
  return gramsOf(name.replace(/(?<=.)\..*$/, '').replaceAll(/\P{L}/gu, ''));
}
