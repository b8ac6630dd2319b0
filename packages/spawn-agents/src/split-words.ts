import { errors } from './errors.ts';

/**
 * Words of a text as a POSIX shell would split it: spaces part them, quotes and backslashes hold them together; nothing is expanded.
 * @throws CDEV_E_SPAWN_ARGUMENTS_INVALID for a quote that is not closed.
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let rest = text;
  while (rest !== '') {
    const [piece = '', single, double, escaped, space] =
      /^(?:'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|(\s+)|[^\s'"\\]+)/.exec(rest) ?? [];
    if (piece === '') throw errors.make('CDEV_E_SPAWN_ARGUMENTS_INVALID', { text });
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? piece);
    rest = rest.slice(piece.length);
  }
  return word === undefined ? words : [...words, word];
}
