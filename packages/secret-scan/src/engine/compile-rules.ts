import { namedRules, tokenRules, type NamedRule, type TokenRule } from '@cdev/secret-rules';

export interface CompiledToken {
  readonly rule: TokenRule;
  readonly expression: RegExp;
  readonly lead: number;
  /** 1 for each byte that may not stand before. */
  readonly notBefore: Uint8Array;
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
}

export type Structure = 'pem' | 'jwt' | 'url' | 'bearer' | 'basic' | 'hash' | 'identified' | 'jwk' | 'curl';

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
  ['"kty"', 'jwk'],
  ['curl ', 'curl'],
  ...['$1$', '$2a$', '$2b$', '$2y$', '$2x$', '$5$', '$6$', '$y$', '$p$', '$apr1$', '$argon2'].map(
    (start) => [start, 'hash'] as const,
  ),
];

export function compileRules(): CompiledRules {
  const triggers = new Map<string, Trigger>();
  const trigger = (keyword: string): Trigger => {
    const known = triggers.get(keyword) ?? { tokens: [], named: [], isName: false, structure: undefined };
    triggers.set(keyword, known);
    return known;
  };
  for (const rule of tokenRules) {
    const compiled = compileToken(rule);
    for (const keyword of rule.keywords) trigger(keyword).tokens.push(compiled);
  }
  const named = namedRules.map((rule): CompiledNamed => ({ rule, value: new RegExp(`^${rule.value}$`) }));
  namedRules.forEach(({ names }, at) => {
    for (const name of names) trigger(name).named.push(at);
  });
  for (const word of nameWords) trigger(word).isName = true;
  for (const [keyword, structure] of structures) trigger(keyword).structure = structure;
  return { keywords: [...triggers.keys()], triggers: [...triggers.values()], named };
}

function compileToken(rule: TokenRule): CompiledToken {
  return {
    rule,
    expression: new RegExp(`(?:${rule.pattern})(?!${rule.notAfter})`, rule.ignoreCase ? 'iy' : 'y'),
    lead: rule.lead,
    notBefore: byteTable(rule.notBefore),
  };
}

function byteTable(source: string): Uint8Array {
  const expression = new RegExp(source);
  return Uint8Array.from({ length: 256 }, (_, byte) => (expression.test(String.fromCharCode(byte)) ? 1 : 0));
}
