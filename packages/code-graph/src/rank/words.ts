/** Words too common in requests and code to tell one file from another. */
const stopWords = new Set(
  (
    'the a an and or of to in for on with is are be as by at from this that it its not no if when then than but so we you i they he do ' +
    'does did done has have had was were will would should can could may might must also more most some any all each via into onto out up ' +
    'down over under use used using make makes made add adds added fix fixes fixed feat feature remove removes removed update updated ' +
    'change changes changed support allow allows instead only new let const var function return import export default true false null ' +
    'undefined self none def class public private static void'
  ).split(' '),
);

/**
 * Plurals and the commonest verb endings, so that `cache`, `caches`, `cached` and `caching` meet. After the first steps of
 * Porter's stemmer; what comes out need not be a word.
 */
export function stem(word: string): string {
  const plain = withoutEnding(word);
  return plain.length > 4 && plain.endsWith('e') ? plain.slice(0, -1) : plain;
}

function withoutEnding(word: string): string {
  const { length } = word;
  if (length > 5 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (length > 4 && word.endsWith('sses')) return word.slice(0, -2);
  if (length > 6 && word.endsWith('ing')) return undoubled(word.slice(0, -3));
  if (length > 5 && word.endsWith('ed')) return undoubled(word.slice(0, -2));
  if (length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word;
}

/** `running` is about `run`; `calling` and `passing` keep their letters. */
function undoubled(word: string): string {
  return /([bdfgmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}

const asciiWord = /[A-Za-z_$][A-Za-z0-9_$]*/g;
const anyWord = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu;
// eslint-disable-next-line no-control-regex -- the range is ASCII itself
const notAscii = /[^\u0000-\u007F]/;

/** Identifier to its parts: `parseHTTPUrl_v2` gives parse, HTTP, Url, v2; `userIDs` gives user, IDs. */
export function splitIdentifier(identifier: string): readonly string[] {
  return (
    identifier
      .replace(/([\p{Ll}0-9])(\p{Lu})/gu, '$1 $2')
      // The plural of an abbreviation is one word: `URLs`, `userIDs`, `APIsOf`.
      .replace(/(\p{Lu}+)(\p{Lu}(?!s(?!\p{Ll}))\p{Ll})/gu, '$1 $2')
      .split(/[\s_$]+/)
      .filter((part) => part !== '')
  );
}

/** Stemmed words of prose or code; a compound identifier gives its parts and, joined, itself. */
export function wordsOf(text: string): string[] {
  return identifiersOf(text).flatMap(identifierWords);
}

/** Every word and identifier as it stands in the text, repeated as it is. */
export function identifiersOf(text: string): readonly string[] {
  return text.match(notAscii.test(text) ? anyWord : asciiWord) ?? nothing;
}

const nothing: readonly string[] = [];

/** Base64 and hashes are not words. */
export const longestIdentifier = 60;

/** The stemmed words of one identifier. */
export function identifierWords(identifier: string): readonly string[] {
  if (identifier.length > longestIdentifier) return nothing;
  const parts = splitIdentifier(identifier);
  const words = parts.length > 1 ? [parts.join('').toLowerCase()] : [];
  for (const part of parts) {
    const word = part.toLowerCase();
    if (word.length > 1 && !stopWords.has(word)) words.push(stem(word));
  }
  return words;
}

/** Stemmed words of `text`, each with the first spelling it has there, in lower case: for messages to people. */
export function spellingsOf(text: string): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const [identifier] of text.matchAll(anyWord)) {
    if (identifier.length > longestIdentifier) continue;
    const parts = splitIdentifier(identifier);
    if (parts.length > 1) spellings.set(parts.join('').toLowerCase(), identifier);
    for (const part of parts.map((each) => each.toLowerCase()))
      if (!spellings.has(stem(part))) spellings.set(stem(part), part);
  }
  return spellings;
}
