import type { CompiledToken, Structure } from './compile-rules.ts';
import type { EncodedKeyword } from './encoded-keywords.ts';
import { exactly, followedBy, openingOf, type Opening } from './opening.ts';
import { step } from './sieve-memory.ts';
import type { Trigger } from './triggers.ts';

/** After `kty`, as a name in quotation marks or without. */
export const jwkOpening: Opening = followedBy('kty', `["'\\s:]`);

/**
 * What is done where a keyword ends, as numbers: the steps of each keyword. A step is its kind; the place of what is told of in its list; the length of the keyword;
 * then of a token its lead and the set of bytes that may not stand before; of what has an opening the place of its runs and how many bytes before the keyword it
 * begins; of a name whether a word of secrets and whether a provider is in it.
 */
export class Programs {
  readonly structures: Structure[] = [];
  readonly encoded: EncodedKeyword[] = [];
  /** Sets are counted from one. */
  readonly sets: Uint8Array[] = [];
  /** Of all openings one after the other: set and count; 0 after the last of each, and at the beginning. */
  readonly runs: number[] = [0];
  readonly steps: readonly (readonly (readonly number[])[])[];
  readonly #setPlaces = new Map<Uint8Array, number>();
  readonly #tokens: readonly CompiledToken[];

  /** `tokens`: all of them, in the order in which they are told of. */
  constructor(tokens: readonly CompiledToken[], triggers: ReadonlyMap<string, Trigger>) {
    this.#tokens = tokens;
    this.steps = [...triggers].map(([keyword, trigger]) => this.#stepsOf(trigger, keyword));
  }

  #stepsOf({ tokens, structure, encoded, named, isName }: Trigger, keyword: string): number[][] {
    const { length } = keyword;
    const steps: number[][] = tokens.map((token) => [
      step.token,
      this.#tokens.indexOf(token),
      length,
      token.lead,
      this.#set(token.notBefore),
      ...this.#opening(openingOf(token.rule, keyword)),
    ]);
    if (structure !== undefined) {
      const kind = structure === 'url' ? step.address : structure === 'bearer' ? step.bearer : step.structure;
      const opening = structure === 'jwk' ? jwkOpening : undefined;
      steps.push([kind, this.structures.push(structure) - 1, length, 0, 0, ...this.#opening(opening)]);
    }
    for (const each of encoded)
      steps.push([step.encoded, this.encoded.push(each) - 1, length, 0, 0, ...this.#opening(exactly(each.text))]);
    for (const at of named) steps.push([step.provider, at, length]);
    if (isName || named.length > 0) steps.push([step.name, 0, length, Number(isName), Number(named.length > 0)]);
    return steps;
  }

  #opening(opening: Opening | undefined): [number, number] {
    if (opening === undefined) return [0, 0];
    const place = this.runs.length;
    for (const { bytes, count } of opening.runs) this.runs.push(this.#set(bytes), count);
    this.runs.push(0);
    return [place, opening.lead];
  }

  #set(bytes: Uint8Array): number {
    let known = this.#setPlaces.get(bytes);
    if (known === undefined) {
      known = this.sets.push(bytes);
      this.#setPlaces.set(bytes, known);
    }
    return known;
  }
}
