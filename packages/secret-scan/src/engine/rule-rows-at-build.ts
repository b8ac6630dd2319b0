import { namedRules, tokenRules, type TokenRule } from '@cdev/secret-rules';
import { encodedRow, encodedTexts } from './encoded-keywords.ts';
import type { Structure } from './compile-rules.ts';
import { namedRow, tokenRow } from './rule-fields.ts';

const nameWords = [
  'pass',
  'pwd',
  '_pw',
  'rootpw',
  'bindpw',
  'secret',
  'token',
  'key',
  'auth',
  'cred',
  'bearer',
  'jwt',
  'salt',
  'nonce',
  'signature',
  'session',
  'cookie',
  'mnemonic',
];
const structures: readonly (readonly [string, Structure])[] = [
  ['-----begin', 'pem'],
  ['eyj', 'jwt'],
  ['://', 'url'],
  ['bearer', 'bearer'],
  ['token ', 'bearer'],
  ['basic ', 'basic'],
  ['basic%20', 'basic'],
  ['identified by', 'identified'],
  ['kty', 'jwk'],
  ['curl ', 'curl'],
  ...['$1$', '$2a$', '$2b$', '$2y$', '$2x$', '$5$', '$6$', '$y$', '$p$', '$apr1$', '$argon2'].map(
    (start) => [start, 'hash'] as const,
  ),
];

/** So many letters of what is encoded are its keyword, and the rest stands in its opening: all of them would be a third of the automaton. */
const encodedKeyword = 5;

interface Row {
  tokens?: number[];
  named?: number[];
  isName?: boolean;
  structure?: Structure | '';
  encoded?: string[];
}

function rowsOfTriggers(): Map<string, Row> {
  const rows = new Map<string, Row>();
  const row = (keyword: string): Row => {
    const known = rows.get(keyword) ?? {};
    rows.set(keyword, known);
    return known;
  };
  tokenRules.forEach(({ keywords }, at) => {
    for (const keyword of keywords) (row(keyword).tokens ??= []).push(at);
  });
  namedRules.forEach(({ names }, at) => {
    for (const name of names) (row(name).named ??= []).push(at);
  });
  for (const word of nameWords) row(word).isName = true;
  for (const [keyword, structure] of structures) row(keyword).structure = structure;
  for (const start of ['-----BEGIN', ...startsOf(tokenRules)])
    for (const encoded of encodedTexts(start))
      (row(encoded.text.slice(0, encodedKeyword).toLowerCase()).encoded ??= []).push(encodedRow(encoded));
  return rows;
}

/** What credentials begin with, as they write it, where it is long enough to be told in base64. */
function startsOf(rules: readonly TokenRule[]): Set<string> {
  const starts = rules.flatMap(({ pattern }) => /^\(\?:((?:[\w|:.-]|\\[.-])+)\)/.exec(pattern)?.[1]?.split('|') ?? []);
  return new Set(starts.map((start) => start.replaceAll('\\', '')).filter((start) => start.length >= 4));
}

function textOf({ tokens = [], named = [], isName = false, structure = '', encoded = [] }: Row): string {
  return [tokens.join(','), named.join(','), isName ? '1' : '', structure, encoded.join(' ')]
    .join(';')
    .replace(/;+$/, '');
}

const rows = rowsOfTriggers();

/** One a line. */
export const keywordRows: string = [...rows.keys()].join('\n');
/**
 * For each keyword in the same line what is done where it is found: the places of rules in their lists, whether it is of a name, a structure, and
 * what is encoded, each text after its phase. Only lines of what is met are read.
 */
export const triggerRows: string = [...rows.values()].map(textOf).join('\n');
/** A rule a line. */
export const tokenRows: string = tokenRules.map(tokenRow).join('\n');
export const namedRows: string = namedRules.map(namedRow).join('\n');
