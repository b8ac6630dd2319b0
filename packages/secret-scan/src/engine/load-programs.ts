import type { Structure } from './compile-rules.ts';
import { EncodedKeyword } from './encoded-keywords.ts';
import { encodedRows, runRow, setRows, stepRows, structureRow } from './program-rows-at-build.ts';
import { step } from './sieve-programs.ts';

/** Bytes. */
const stepSize = 32;

interface Places {
  readonly steps: number;
  readonly programs: number;
  readonly sets: number;
  readonly runs: number;
}

/** The programs of all keywords, to be put into the memory of `sieve.wat`. */
export class LoadedPrograms {
  readonly structures = structureRow.split(',') as readonly Structure[];
  readonly encoded: readonly EncodedKeyword[] = encodedRows.split('\n').map((row) => EncodedKeyword.of(row));
  readonly #steps = stepRows
    .split('\n')
    .map((row) => (row === '' ? [] : row.split(' ').map((each) => each.split(',').map(Number))));
  readonly #sets = setRows.split('\n').map((row) => row.split(',').map(Number));
  readonly #runs = runRow.split(',').map(Number);

  /** In bytes, what `write` needs: of the steps for the keywords that end in each state. */
  sizes(outputs: readonly (readonly number[])[]): Omit<Places, 'programs'> {
    const count = outputs.reduce((sum, ids) => sum + ids.reduce((all, id) => all + this.#steps[id]!.length, 1), 0);
    return { steps: count * stepSize, sets: this.#sets.length * 256, runs: this.#runs.length * 4 };
  }

  /** A run is the address of its set and how many bytes it has; after the last of an opening, and after the last step of a state, stands 0. */
  write(outputs: readonly (readonly number[])[], memory: Int32Array, { steps, programs, sets, runs }: Places): void {
    const bytes = new Uint8Array(memory.buffer);
    const setAt = (place: number): number => (place === 0 ? 0 : sets + (place - 1) * 256);
    this.#sets.forEach((ranges, place) => {
      for (let at = 0; at < ranges.length; at += 2)
        bytes.fill(1, setAt(place + 1) + ranges[at]!, setAt(place + 1) + ranges[at + 1]! + 1);
    });
    for (let at = 0, isSet = true; at < this.#runs.length; at += 1) {
      const number = this.#runs[at]!;
      memory[(runs >> 2) + at] = isSet ? setAt(number) : number;
      isSet = number === 0 || !isSet;
    }
    let at = steps >> 2;
    outputs.forEach((ids, state) => {
      memory[(programs >> 2) + state] = at * 4;
      for (const id of ids)
        for (const each of this.#steps[id]!) {
          memory.set(each, at);
          if (each[0] === step.token) memory[at + 4] = setAt(each[4]!);
          if (each[5] !== undefined && each[5] > 0) memory[at + 5] = runs + each[5] * 4;
          at += stepSize / 4;
        }
      at += stepSize / 4;
    });
  }
}
