import type { CompiledToken, Structure, Trigger } from './compile-rules.ts';
import type { EncodedKeyword } from './encoded-keywords.ts';

/** The kinds of steps, as `sieve.wat` numbers them. */
export const step = { token: 1, address: 2, bearer: 3, structure: 4, encoded: 5, provider: 6, name: 7 } as const;
/** Bytes. */
export const stepSize = 32;

interface Places {
  readonly steps: number;
  readonly programs: number;
  readonly sets: number;
}

/**
 * What is done where a state's keywords end, as numbers. A step is eight: its kind; the place of what is told of in its list; the length of
 * the keyword; then of a token its lead, the set of bytes that may not stand before, that of those that follow or 0, and how many; of a name
 * whether a word of secrets and whether a provider is in it.
 */
export class Programs {
  readonly tokens: CompiledToken[] = [];
  readonly structures: Structure[] = [];
  readonly encoded: EncodedKeyword[] = [];
  readonly sets: Uint8Array[] = [];
  /** For each keyword its steps, sets counted from one. */
  readonly #steps: readonly (readonly (readonly number[])[])[];

  constructor(triggers: readonly Trigger[], keywords: readonly string[]) {
    this.#steps = triggers.map((trigger, id) => this.#stepsOf(trigger, keywords[id]!.length));
  }

  sizeOf(outputs: readonly (readonly number[])[]): number {
    return outputs.reduce((sum, ids) => sum + ids.reduce((count, id) => count + this.#steps[id]!.length, 1), 0);
  }

  write(outputs: readonly (readonly number[])[], numbers: Int32Array, { steps, programs, sets }: Places): void {
    const setOf = (place: number): number => (place === 0 ? 0 : sets + (place - 1) * 256);
    let at = steps >> 2;
    outputs.forEach((ids, program) => {
      numbers[(programs >> 2) + program] = at * 4;
      for (const id of ids)
        for (const each of this.#steps[id]!) {
          numbers.set(each, at);
          if (each[0] === step.token) {
            numbers[at + 4] = setOf(each[4]!);
            numbers[at + 5] = setOf(each[5]!);
          }
          at += stepSize / 4;
        }
      at += stepSize / 4;
    });
  }

  #stepsOf({ tokens, structure, encoded, named, isName }: Trigger, length: number): number[][] {
    const steps: number[][] = tokens.map((token) => [
      step.token,
      this.tokens.push(token) - 1,
      length,
      token.lead,
      this.#set(token.notBefore),
      token.follows === undefined ? 0 : this.#set(token.follows.bytes),
      token.follows?.count ?? 0,
    ]);
    if (structure !== undefined) {
      const kind = structure === 'url' ? step.address : structure === 'bearer' ? step.bearer : step.structure;
      steps.push([kind, this.structures.push(structure) - 1, length]);
    }
    for (const each of encoded) steps.push([step.encoded, this.encoded.push(each) - 1, length]);
    for (const at of named) steps.push([step.provider, at, length]);
    if (isName || named.length > 0) steps.push([step.name, 0, length, Number(isName), Number(named.length > 0)]);
    return steps;
  }

  #set(bytes: Uint8Array): number {
    const known = this.sets.indexOf(bytes);
    return known >= 0 ? known + 1 : this.sets.push(bytes);
  }
}
