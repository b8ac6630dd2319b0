import { namedRules, tokenRules, type TokenRule } from '@cdev/secret-rules';
import { passwordStarts } from '../assignment/password-words.ts';
import { callStarts } from '../structure/call-argument.ts';
import { commandStarts } from '../structure/command-password.ts';
import { encodedKeyMarks } from '../structure/der-key.ts';
import { hashStarts } from '../structure/password-hash.ts';
import { propertyEnds } from '../structure/property.ts';
import type { CompiledToken, Structure } from './compile-rules.ts';
import { encodedKeywords, type EncodedKeyword } from './encoded-keywords.ts';

/** What is done where a keyword is found. */
export interface Trigger {
  readonly tokens: readonly CompiledToken[];
  /** Places of named rules in their list. */
  readonly named: readonly number[];
  /** The word of a name that promises a secret. */
  readonly isName: boolean;
  readonly structure: Structure | undefined;
  /** Base64 of the beginning of a credential. */
  readonly encoded: readonly EncodedKeyword[];
}

const nameWords = [
  'pass',
  'pwd',
  '_pw',
  '$pw',
  '-pw',
  'userpw',
  'adminpw',
  ...passwordStarts,
  'psk',
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
  ['kind: secret', 'manifest'],
  [':\\/', 'escaped'],
  [':\\\\/', 'escaped'],
  ['<rsakeyvalue>', 'xmlkey'],
  ...propertyEnds.map((end) => [end, 'property'] as const),
  ...commandStarts.map((start) => [start, 'command'] as const),
  ...callStarts.map((start) => [start, 'call'] as const),
  ...hashStarts.map((start) => [start, 'hash'] as const),
  ...encodedKeyMarks.map((mark) => [mark, 'derkey'] as const),
];

/** So many letters of what is encoded are its keyword, and the rest stands in its opening: all of them would be a third of the automaton. */
const encodedKeyword = 5;

/** All keywords, in lower case, with what is done where each is found. */
export function triggersOf(tokens: readonly CompiledToken[]): ReadonlyMap<string, Trigger> {
  const triggers = new Map<string, Trigger>();
  const add = (keyword: string, more: Partial<Trigger>): void => {
    const { tokens, named, isName, structure, encoded } = triggers.get(keyword) ?? nothing;
    triggers.set(keyword, {
      tokens: [...tokens, ...(more.tokens ?? [])],
      named: [...named, ...(more.named ?? [])],
      isName: more.isName ?? isName,
      structure: more.structure ?? structure,
      encoded: [...encoded, ...(more.encoded ?? [])],
    });
  };
  for (const [at, { keywords }] of tokenRules.entries())
    for (const keyword of keywords) add(keyword, { tokens: [tokens[at]!] });
  for (const [at, { names }] of namedRules.entries()) for (const name of names) add(name, { named: [at] });
  for (const word of nameWords) add(word, { isName: true });
  for (const [keyword, structure] of structures) add(keyword, { structure });
  for (const start of ['-----BEGIN', ...startsOf(tokenRules)])
    for (const encoded of encodedKeywords(start))
      add(encoded.text.slice(0, encodedKeyword).toLowerCase(), { encoded: [encoded] });
  return triggers;
}

const nothing: Trigger = { tokens: [], named: [], isName: false, structure: undefined, encoded: [] };

/** What credentials begin with, as they write it, where it is long enough to be told in base64. */
function startsOf(rules: readonly TokenRule[]): Set<string> {
  const starts = rules.flatMap(({ pattern }) => /^\(\?:((?:[\w|:.-]|\\[.-])+)\)/.exec(pattern)?.[1]?.split('|') ?? []);
  return new Set(starts.map((start) => start.replaceAll('\\', '')).filter((start) => start.length >= 4));
}
