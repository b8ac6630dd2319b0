import { jwkOpening, type CompiledToken, type Structure, type Trigger } from './compile-rules.ts';
import type { EncodedKeyword } from './encoded-keywords.ts';
import type { Opening } from './opening.ts';

/** The kinds of steps, as `sieve.wat` numbers them. */
export const step = { token: 1, address: 2, bearer: 3, structure: 4, encoded: 5, provider: 6, name: 7 } as const;
/** Bytes. */
export const stepSize = 32;

interface Places {
  readonly steps: number;
  readonly programs: number;
  readonly sets: number;
  readonly runs: number;
}

/**
 * What is done where a state's keywords end, as numbers. A step is eight: its kind; the place of what is told of in its list; the length of
 * the keyword; then of a token its lead and the set of bytes that may not stand before; of what has an opening the address of its runs and
 * how many bytes before the keyword it begins; of a name whether a word of secrets and whether a provider is in it. A run is the address of
 * its set and how many bytes it has; after the last of an opening stands 0.
 */
export class Programs {
  readonly tokens: CompiledToken[] = [];
  readonly structures: Structure[] = [];
  readonly encoded: EncodedKeyword[] = [];
  readonly sets: Uint8Array[] = [];
  /** Of all openings one after the other: set and count, sets counted from one; 0 after the last. */
  readonly runs: number[] = [0];
  readonly #isSet: boolean[] = [];
  readonly #setPlaces = new Map<Uint8Array, number>();
  /** For each keyword its steps, sets counted from one. */
  readonly #steps: readonly (readonly (readonly number[])[])[];

  constructor(triggerOf: (id: number) => Trigger, keywords: readonly string[]) {
    this.#steps = keywords.map((keyword, id) => this.#stepsOf(triggerOf(id), keyword));
  }

  sizeOf(outputs: readonly (readonly number[])[]): number {
    return outputs.reduce((sum, ids) => sum + ids.reduce((count, id) => count + this.#steps[id]!.length, 1), 0);
  }

  write(outputs: readonly (readonly number[])[], numbers: Int32Array, { steps, programs, sets, runs }: Places): void {
    const setOf = (place: number): number => (place === 0 ? 0 : sets + (place - 1) * 256);
    this.runs.forEach((number, at) => {
      numbers[(runs >> 2) + at] = this.#isSet[at] === true ? setOf(number) : number;
    });
    let at = steps >> 2;
    outputs.forEach((ids, program) => {
      numbers[(programs >> 2) + program] = at * 4;
      for (const id of ids)
        for (const each of this.#steps[id]!) {
          numbers.set(each, at);
          if (each[0] === step.token) numbers[at + 4] = setOf(each[4]!);
          if (each[5] !== undefined && each[5] > 0) numbers[at + 5] = runs + each[5] * 4;
          at += stepSize / 4;
        }
      at += stepSize / 4;
    });
  }

  #stepsOf({ tokens, structure, encoded, named, isName }: Trigger, keyword: string): number[][] {
    const { length } = keyword;
    const steps: number[][] = tokens.map((token) => [
      step.token,
      this.tokens.push(token) - 1,
      length,
      token.lead,
      this.#set(token.notBefore),
      ...this.#opening(token.opening(keyword)),
    ]);
    if (structure !== undefined) {
      const kind = structure === 'url' ? step.address : structure === 'bearer' ? step.bearer : step.structure;
      const opening = structure === 'jwk' ? jwkOpening : undefined;
      steps.push([kind, this.structures.push(structure) - 1, length, 0, 0, ...this.#opening(opening)]);
    }
    for (const each of encoded)
      steps.push([step.encoded, this.encoded.push(each) - 1, length, 0, 0, ...this.#opening(each.opening)]);
    for (const at of named) steps.push([step.provider, at, length]);
    if (isName || named.length > 0) steps.push([step.name, 0, length, Number(isName), Number(named.length > 0)]);
    return steps;
  }

  #opening(opening: Opening | undefined): [number, number] {
    if (opening === undefined) return [0, 0];
    const place = this.runs.length;
    for (const { bytes, count } of opening.runs) {
      this.#isSet[this.runs.length] = true;
      this.runs.push(this.#set(bytes), count);
    }
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
