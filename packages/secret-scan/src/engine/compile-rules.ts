import { byteTable } from './byte-table.ts';
import { namedOf, tokenOf, type ScannedNamed, type ScannedToken } from './rule-fields.ts';
import { namedRows, tokenRows } from './rule-rows-at-build.ts';

export interface CompiledToken {
  readonly rule: ScannedToken;
  /** Compiled when it is first needed: most never are. */
  readonly expression: RegExp;
  readonly lead: number;
  /** 1 for each byte that may not stand before. */
  readonly notBefore: Uint8Array;
}

export interface CompiledNamed {
  readonly rule: ScannedNamed;
  readonly value: RegExp;
}

export type Structure =
  | 'pem'
  | 'jwt'
  | 'url'
  | 'bearer'
  | 'basic'
  | 'hash'
  | 'identified'
  | 'jwk'
  | 'curl'
  | 'command'
  | 'call'
  | 'manifest'
  | 'escaped'
  | 'property'
  | 'xmlkey'
  | 'derkey';

export interface CompiledRules {
  readonly tokens: readonly CompiledToken[];
  readonly named: readonly CompiledNamed[];
}

export function compileRules(): CompiledRules {
  return {
    tokens: tokenRows.split('\n').map((row) => new Token(row)),
    named: namedRows.split('\n').map((row): CompiledNamed => new Named(row)),
  };
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

  get expression(): RegExp {
    const { pattern, notAfter, ignoreCase } = this.rule;
    return (this.#expression ??= new RegExp(`(?:${pattern})(?!${notAfter})`, ignoreCase ? 'iy' : 'y'));
  }
}
