import { EncodedKeyword } from './encoded-keywords.ts';
import { byteTable, followedBy, openingOf, type Opening } from './opening.ts';
import { namedOf, tokenOf, type ScannedNamed, type ScannedToken } from './rule-fields.ts';
import { keywordRows, namedRows, tokenRows, triggerRows } from './rule-rows-at-build.ts';

export interface CompiledToken {
  readonly rule: ScannedToken;
  /** Compiled when it is first needed: most never are. */
  readonly expression: RegExp;
  readonly lead: number;
  /** 1 for each byte that may not stand before. */
  readonly notBefore: Uint8Array;
  /** What has to stand where a keyword of the rule is, as far as it can be told without the expression. */
  readonly opening: (keyword: string) => Opening | undefined;
}

export interface CompiledNamed {
  readonly rule: ScannedNamed;
  readonly value: RegExp;
}

/** What is done where a keyword is found. */
export interface Trigger {
  readonly tokens: readonly CompiledToken[];
  readonly named: readonly number[];
  /** The word of a name that promises a secret. */
  readonly isName: boolean;
  readonly structure: Structure | undefined;
  /** Base64 of the beginning of a credential. */
  readonly encoded: readonly EncodedKeyword[];
}

export type Structure = 'pem' | 'jwt' | 'url' | 'bearer' | 'basic' | 'hash' | 'identified' | 'jwk' | 'curl';

/** After `kty`, as a name in quotation marks or without. */
export const jwkOpening: Opening = followedBy('kty', `["'\\s:]`);

export interface CompiledRules {
  readonly tokens: readonly CompiledToken[];
  readonly keywords: readonly string[];
  /** Made when it is first asked for: a hook meets few. */
  readonly triggerOf: (id: number) => Trigger;
  readonly named: readonly CompiledNamed[];
}

export function compileRules(): CompiledRules {
  const tokens = tokenRows.split('\n').map((row) => new Token(row));
  const named = namedRows.split('\n').map((row): CompiledNamed => new Named(row));
  const rows = triggerRows.split('\n');
  const triggers: Trigger[] = [];
  return {
    tokens,
    keywords: keywordRows.split('\n'),
    triggerOf: (id) => (triggers[id] ??= triggerFrom(rows[id]!, tokens)),
    named,
  };
}

function triggerFrom(row: string, all: readonly CompiledToken[]): Trigger {
  const [tokens = '', named = '', isName = '', structure = '', encoded = ''] = row.split(';');
  return {
    tokens: numbersIn(tokens).map((at) => all[at]!),
    named: numbersIn(named),
    isName: isName !== '',
    structure: structure === '' ? undefined : (structure as Structure),
    encoded: encoded === '' ? [] : encoded.split(' ').map((row) => EncodedKeyword.of(row)),
  };
}

function numbersIn(list: string): number[] {
  return list === '' ? [] : list.split(',').map(Number);
}

/** Read, as its expression is compiled, when it is first needed. */
class Named implements CompiledNamed {
  readonly #row: string;
  #rule: ScannedNamed | undefined;
  #value: RegExp | undefined;

  constructor(row: string) {
    this.#row = row;
  }

  get rule(): ScannedNamed {
    return (this.#rule ??= namedOf(this.#row));
  }

  get value(): RegExp {
    return (this.#value ??= new RegExp(`^${this.rule.value}$`));
  }
}

class Token implements CompiledToken {
  readonly #row: string;
  readonly #openings = new Map<string, Opening | undefined>();
  #rule: ScannedToken | undefined;
  #expression: RegExp | undefined;
  #notBefore: Uint8Array | undefined;

  constructor(row: string) {
    this.#row = row;
  }

  get rule(): ScannedToken {
    return (this.#rule ??= tokenOf(this.#row));
  }

  get lead(): number {
    return this.rule.lead;
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
