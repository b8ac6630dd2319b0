import { longestIdentifier, spellingsOf, splitIdentifier, wordsOf } from './words.ts';

/** A request as ranking sees it. */
export interface Query {
  readonly text: string;
  /** Stemmed words with their weight: those of the first line count by how often they stand there, others half. */
  readonly words: ReadonlyMap<string, number>;
  /** How the request spells them. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Neighbouring words written together, as an identifier made of them would be. */
  readonly joined: ReadonlySet<string>;
  /** Compound names, names in backticks and names called, as written. */
  readonly identifiers: ReadonlySet<string>;
  /** What stands in the parentheses of a conventional-commit subject, `fix(css): …`. */
  readonly scopes: readonly string[];
}

let last: Query | undefined;

/** The last one is kept: one request is asked of many files, and can be a log of a megabyte. */
export function readQuery(text: string): Query {
  if (last?.text !== text) last = read(text);
  return last;
}

function read(text: string): Query {
  const [subject = '', ...rest] = text.trim().split('\n');
  const words = new Map<string, number>();
  for (const word of wordsOf(subject)) words.set(word, (words.get(word) ?? 0) + 1);
  for (const word of wordsOf(rest.join('\n'))) if (!words.has(word)) words.set(word, 0.5);
  const scope = /^\w+\(([^)]+)\)/.exec(subject)?.[1] ?? '';
  return {
    text,
    words,
    spellings: spellingsOf(text),
    joined: joinNeighbours(text, words),
    identifiers: findIdentifiers(text),
    scopes: scope
      .toLowerCase()
      .split(/[\s,/]+/)
      .filter((part) => part !== ''),
  };
}

function joinNeighbours(text: string, words: ReadonlyMap<string, number>): ReadonlySet<string> {
  const pieces = text.match(/[A-Za-z]+|[^A-Za-z\s]+/g) ?? [];
  const joined = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1] ?? '';
    const together = (piece + next).toLowerCase();
    if (/^[A-Za-z]{2,}$/.test(piece) && /^[A-Za-z]{2,}$/.test(next) && !words.has(together)) joined.add(together);
  }
  return joined;
}

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** A name in backticks or called. */
const markedIdentifier = /`([\p{L}_$][\p{L}\p{N}_$]*)|(?<![\p{L}\p{N}_$])([\p{L}_$][\p{L}\p{N}_$]*)\(/gu;

/** In one pass: a request may be a log of a megabyte. */
function findIdentifiers(text: string): ReadonlySet<string> {
  const marked = new Set([...text.matchAll(markedIdentifier)].map(([, quoted, called]) => quoted ?? called));
  const names = new Set(text.match(identifier) ?? []);
  return new Set(
    [...names].filter(
      (name) =>
        name.length > 3 && name.length <= longestIdentifier && (marked.has(name) || splitIdentifier(name).length > 1),
    ),
  );
}
