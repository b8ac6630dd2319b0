import { encodedKeywords, type EncodedKeyword } from './encoded-keywords.ts';
import { byteTable, followedBy, openingOf, type Opening } from './opening.ts';
import { namedRules, tokenRules, type NamedRule, type TokenRule } from '@cdev/secret-rules';

export interface CompiledToken {
  readonly rule: TokenRule;
  /** Compiled when it is first needed: most never are. */
  readonly expression: RegExp;
  readonly lead: number;
  /** 1 for each byte that may not stand before. */
  readonly notBefore: Uint8Array;
  /** What has to stand where a keyword of the rule is, as far as it can be told without the expression. */
  readonly opening: (keyword: string) => Opening | undefined;
}

export interface CompiledNamed {
  readonly rule: NamedRule;
  readonly value: RegExp;
}

/** What is done where a keyword is found. */
export interface Trigger {
  readonly tokens: CompiledToken[];
  readonly named: number[];
  /** The word of a name that promises a secret. */
  isName: boolean;
  structure: Structure | undefined;
  /** Base64 of the beginning of a credential. */
  readonly encoded: EncodedKeyword[];
}

export type Structure = 'pem' | 'jwt' | 'url' | 'bearer' | 'basic' | 'hash' | 'identified' | 'jwk' | 'curl';

/** After `kty`, as a name in quotation marks or without. */
export const jwkOpening: Opening = followedBy('kty', `["'\\s:]`);

export interface CompiledRules {
  readonly keywords: readonly string[];
  readonly triggers: readonly Trigger[];
  readonly named: readonly CompiledNamed[];
}

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

/**
 * So many letters of what is encoded are its keyword, and the rest stands in its opening: all of them would be a third of the automaton, which
 * is made at every start.
 */
const encodedKeyword = 5;

export function compileRules(): CompiledRules {
  const triggers = new Map<string, Trigger>();
  const trigger = (keyword: string): Trigger => {
    const known = triggers.get(keyword) ?? { tokens: [], named: [], isName: false, structure: undefined, encoded: [] };
    triggers.set(keyword, known);
    return known;
  };
  for (const rule of tokenRules) {
    const compiled = new Token(rule);
    for (const keyword of rule.keywords) trigger(keyword).tokens.push(compiled);
  }
  const named = namedRules.map((rule): CompiledNamed => new Named(rule));
  namedRules.forEach(({ names }, at) => {
    for (const name of names) trigger(name).named.push(at);
  });
  for (const word of nameWords) trigger(word).isName = true;
  for (const [keyword, structure] of structures) trigger(keyword).structure = structure;
  for (const start of ['-----BEGIN', ...startsOf(tokenRules)])
    for (const encoded of encodedKeywords(start))
      trigger(encoded.text.slice(0, encodedKeyword).toLowerCase()).encoded.push(encoded);
  return { keywords: [...triggers.keys()], triggers: [...triggers.values()], named };
}

class Named implements CompiledNamed {
  readonly rule: NamedRule;
  #value: RegExp | undefined;

  constructor(rule: NamedRule) {
    this.rule = rule;
  }

  get value(): RegExp {
    return (this.#value ??= new RegExp(`^${this.rule.value}$`));
  }
}

class Token implements CompiledToken {
  readonly rule: TokenRule;
  readonly lead: number;
  readonly #openings = new Map<string, Opening | undefined>();
  #expression: RegExp | undefined;
  #notBefore: Uint8Array | undefined;

  constructor(rule: TokenRule) {
    this.rule = rule;
    this.lead = rule.lead;
  }

  get notBefore(): Uint8Array {
    return (this.#notBefore ??= byteTable(this.rule.notBefore, false));
  }

  opening(keyword: string): Opening | undefined {
    if (!this.#openings.has(keyword)) this.#openings.set(keyword, openingOf(this.rule, keyword));
    return this.#openings.get(keyword);
  }

  get expression(): RegExp {
    const { pattern, notAfter, ignoreCase } = this.rule;
    return (this.#expression ??= new RegExp(`(?:${pattern})(?!${notAfter})`, ignoreCase ? 'iy' : 'y'));
  }
}

/** What credentials begin with, as they write it, where it is long enough to be told in base64. */
function startsOf(rules: readonly TokenRule[]): Set<string> {
  const starts = rules.flatMap(({ pattern }) => /^\(\?:((?:[\w|:.-]|\\[.-])+)\)/.exec(pattern)?.[1]?.split('|') ?? []);
  return new Set(starts.map((start) => start.replaceAll('\\', '')).filter((start) => start.length >= 4));
}
