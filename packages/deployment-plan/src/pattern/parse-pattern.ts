import { errors } from '../errors.ts';
import { alternativesLimit, expandBraces } from './expand-braces.ts';

/** One step of a segment: a character, any character, any run of characters, or one of a class. None of them is a slash. */
export type Token =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'run' }
  | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly CharacterRange[] };

/** Code points from `first` to `last`. */
export type CharacterRange = readonly [first: number, last: number];

/** `everything`: `**` standing alone between slashes, any number of segments, also none. */
export type Segment = { readonly kind: 'everything' } | { readonly kind: 'tokens'; readonly tokens: readonly Token[] };

/** The alternatives of a pattern, each as its segments. */
export type ParsedPattern = readonly (readonly Segment[])[];

const cache = new Map<string, ParsedPattern>();

/** @throws CDEV_E_PLAN_PATTERN_INVALID */
export function parsePattern(pattern: string): ParsedPattern {
  const known = cache.get(pattern);
  if (known) return known;
  const parsed = expandBraces(pattern).flatMap((text) => tokenise(pattern, text).map(splitSegments));
  if (cache.size > 10_000) cache.clear();
  cache.set(pattern, parsed);
  return parsed;
}

/** A class also stands for its own text, because folders are called `[id]`: one alternative for each reading. */
function tokenise(pattern: string, text: string): readonly (readonly Token[])[] {
  let alternatives: Token[][] = [[]];
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; at += 1) {
    const found = characters[at] === '[' ? classAt(characters.slice(at)) : undefined;
    if (found) {
      const literal = found.source.map((character): Token => ({ kind: 'character', character }));
      alternatives = alternatives.flatMap((tokens) => [
        [...tokens, found.token],
        [...tokens, ...literal],
      ]);
      if (alternatives.length > alternativesLimit)
        throw errors.make('CDEV_E_PLAN_PATTERN_INVALID', { pattern, reason: 'has too many brackets' });
      at += found.source.length - 1;
    } else {
      const isEscape = characters[at] === '\\' && at + 1 < characters.length;
      if (isEscape) at += 1;
      const token = isEscape ? character(characters[at]) : tokenOf(characters[at]);
      for (const tokens of alternatives) tokens.push(token);
    }
  }
  return alternatives;
}

function tokenOf(text: string | undefined): Token {
  if (text === '*') return { kind: 'run' };
  return text === '?' ? { kind: 'any' } : character(text);
}

function character(text = ''): Token {
  return { kind: 'character', character: text };
}

/** `[abc]`, `[a-z]`, `[!a]`, `[^a]`; a bracket that opens no class is an ordinary character. */
function classAt(characters: readonly string[]): { token: Token; source: readonly string[] } | undefined {
  const text = /^\[[!^]?\]?[^\]/]*\]/u.exec(characters.join(''))?.[0];
  if (text === undefined) return undefined;
  const source = Array.from(text);
  const isNegated = /^\[[!^]/.test(text);
  return { token: { kind: 'class', isNegated, ranges: rangesOf(source.slice(isNegated ? 2 : 1, -1)) }, source };
}

function rangesOf(members: readonly string[]): readonly CharacterRange[] {
  const codes = members.map((member) => member.codePointAt(0) ?? 0);
  const ranges: CharacterRange[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const first = codes[at] ?? 0;
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    if (isRange) at += 2;
    const last = isRange ? (codes[at] ?? 0) : first;
    if (first <= last) ranges.push([first, last]);
  }
  return ranges;
}

function splitSegments(tokens: readonly Token[]): readonly Segment[] {
  const segments: Segment[] = [];
  let segment: Token[] = [];
  const close = (): void => {
    const isEverything = segment.length === 2 && segment.every(({ kind }) => kind === 'run');
    // `**/**` says no more than `**`.
    if (!isEverything || segments.at(-1)?.kind !== 'everything')
      segments.push(isEverything ? { kind: 'everything' } : { kind: 'tokens', tokens: segment });
    segment = [];
  };
  for (const token of tokens) {
    if (token.kind === 'character' && token.character === '/') close();
    else segment.push(token);
  }
  close();
  return segments;
}
