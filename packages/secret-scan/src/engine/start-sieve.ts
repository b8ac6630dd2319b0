import { nameClass } from '../assignment/name-class.ts';
import type { CompiledRules, Structure } from './compile-rules.ts';
import { encodedOf, type EncodedKeyword } from './encoded-keywords.ts';
import { openWalk } from './keyword-walk.ts';
import { encodedRows, fillSieve, sieveMemory, structureRows } from './sieve-image-at-build.ts';
import { margin, nameKinds, step, windowSize } from './sieve-memory.ts';
import { sieveModule } from './sieve-module.ts';
import type { Sieve, Sights } from './sieve.ts';
import { valueModule } from './value-module.ts';
import { assemble } from './web-assembly.ts';

const hitName = 6;

interface SieveExports {
  readonly begin: () => void;
  readonly sieve: (from: number, to: number, accepting: number, first: number, last: number, origin: number) => void;
}

const nobody: Sights = {
  token: () => {},
  structure: () => {},
  encoded: () => {},
  name: () => {},
  allowsBare: () => false,
};

/**
 * Finds keywords by `walk.wat` and sifts them by `sieve.wat` in the same memory: of six hundred places in a megabyte of source some eighty
 * are worth a look, and only they leave it. Takes some 3 MB once, whatever is looked at; what is in them was worked out at build.
 */
export function startSieve({ tokens, named }: CompiledRules): Sieve {
  const { flags, following, shapes, least, words, names, lastSeen: seen, programs, shortest, input } = sieveMemory;
  const { memory, walk } = openWalk(sieveMemory.end, sieveMemory);
  const bytesOf = new Uint8Array(memory.buffer);
  fillSieve(bytesOf);
  const view = Buffer.from(memory.buffer);
  const lastSeen = new Int32Array(memory.buffer, seen, named.length);
  const structures = structureRows.split('\n') as readonly Structure[];
  const encoded = new EncodedKeywords(encodedRows);

  let sights = nobody;
  /** The offset of what is at address 0. */
  let shift = 0;
  const { begin, sieve } = assemble(sieveModule, {
    memory,
    flags,
    following,
    least,
    ...(assemble(valueModule, { memory, shapes }) as object),
    allowsBare: (): number => Number(sights.allowsBare()),
    shortest,
    words,
    names,
    lastSeen: seen,
    programs,
    classify: (start: number, end: number): number => nameKinds.indexOf(nameClass(view.toString('latin1', start, end))),
    hit: (kind: number, one: number, two: number, three: number): void => {
      if (kind === hitName) sights.name(one + shift, two + shift, nameKinds[three]!, lastSeen);
      else if (kind === step.token) sights.token(tokens[one]!, two + shift);
      else if (kind === step.encoded) sights.encoded(encoded.at(one), two + shift);
      else sights.structure(structures[one]!, two + shift);
    },
  }) as SieveExports;

  return {
    run: (bytes, given) => {
      sights = given;
      lastSeen.fill(0);
      begin();
      let state = 0;
      for (let from = 0; from < bytes.length; from += windowSize) {
        const to = Math.min(bytes.length, from + windowSize);
        const before = Math.max(0, from - margin);
        const after = Math.min(bytes.length, to + margin);
        bytesOf.set(bytes.length <= windowSize ? bytes : bytes.subarray(before, after), input);
        const origin = input - before;
        shift = -origin;
        state = walk(origin + from, origin + to, state, (first, last) =>
          sieve(first, last, sieveMemory.firstAccepting, input, origin + after, origin),
        );
      }
      sights = nobody;
    },
  };
}

/** Read when one of them is met: most contents have none. */
class EncodedKeywords {
  readonly #rows: string;
  #all: readonly EncodedKeyword[] | undefined;

  constructor(rows: string) {
    this.#rows = rows;
  }

  at(place: number): EncodedKeyword {
    this.#all ??= this.#rows.split('\n').map(encodedOf);
    return this.#all[place]!;
  }
}
