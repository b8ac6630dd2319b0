import { buildAutomaton } from './automaton.ts';
import { nameClass, secretWords, type NameClass } from '../assignment/name-class.ts';
import { endsAddress, runKinds } from './byte-run.ts';
import type { CompiledRules } from './compile-rules.ts';
import { loadWalk } from './keyword-walk.ts';
import { inName } from './name-around.ts';
import { LoadedPrograms } from './load-programs.ts';
import { step } from './sieve-programs.ts';
import { sieveModule } from './sieve-module.ts';
import type { Sieve, Sights } from './sieve.ts';
import { following } from './value-sign.ts';
import { leastValue, shapes } from './value-shape.ts';
import { valueModule } from './value-module.ts';
import { assemble } from './web-assembly.ts';

/** Content is looked at in windows of this size, and in each as much of what is before and after as a detector's bytes may tell. */
const windowSize = 1 << 20;
const margin = 1024;
const nameSlots = 1 << 14;
const kinds: readonly NameClass[] = ['none', 'weak', 'password', 'secret', 'token', 'key'];
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
 * are worth a look, and only they leave it. Takes some 3 MB once, whatever is looked at. Made in steps of some ten milliseconds, for who has something to read meanwhile.
 */
export function* makeFastSieve({ tokens, keywords, named }: CompiledRules): Generator<void, Sieve> {
  const automaton = buildAutomaton(keywords);
  yield;
  const walk = loadWalk(automaton);
  yield;
  const { memory } = walk;
  const layout = new Layout(walk.end);
  const lists = new LoadedPrograms();
  yield;
  const sizes = lists.sizes(automaton.outputs);
  const flags = layout.take(256);
  const signs = layout.take(256);
  const shapeTable = layout.take(512);
  const least = layout.take(kinds.length);
  const words = layout.take((secretWords.length + 1) * 8);
  const names = layout.take(nameSlots * 16);
  const seen = layout.take(named.length * 4);
  const sets = layout.take(sizes.sets);
  const runs = layout.take(sizes.runs);
  const steps = layout.take(sizes.steps);
  const programs = layout.take(automaton.outputs.length * 4);
  const input = layout.take(windowSize + margin * 2);
  memory.grow(Math.ceil(layout.end / 65_536) - memory.buffer.byteLength / 65_536);
  const bytesOf = new Uint8Array(memory.buffer);
  const view = Buffer.from(memory.buffer);
  const numbers = new Int32Array(memory.buffer);
  const lastSeen = new Int32Array(memory.buffer, seen, named.length);
  for (let byte = 0; byte < 256; byte += 1)
    bytesOf[flags + byte] =
      inName[byte]! | (runKinds[byte] === 1 ? 2 : runKinds[byte] === 2 ? 4 : 0) | (endsAddress[byte] === 1 ? 8 : 0);
  bytesOf.set(following, signs);
  new Uint16Array(memory.buffer, shapeTable, 256).set(shapes);
  bytesOf.set(
    kinds.map((kind) => leastValue[kind]),
    least,
  );
  secretWords.forEach((word, at) => {
    bytesOf[words + at * 8] = word.length;
    view.write(word, words + at * 8 + 1, 'latin1');
  });
  lists.write(automaton.outputs, numbers, { steps, programs, sets, runs });
  yield;

  let sights = nobody;
  /** The offset of what is at address 0. */
  let shift = 0;
  const { begin, sieve } = assemble(sieveModule, {
    memory,
    flags,
    following: signs,
    least,
    ...(assemble(valueModule, { memory, shapes: shapeTable }) as object),
    allowsBare: (): number => Number(sights.allowsBare()),
    shortest: Math.min(...Object.values(leastValue)),
    words,
    names,
    lastSeen: seen,
    programs,
    classify: (start: number, end: number): number => kinds.indexOf(nameClass(view.toString('latin1', start, end))),
    hit: (kind: number, one: number, two: number, three: number): void => {
      if (kind === hitName) sights.name(one + shift, two + shift, kinds[three]!, lastSeen);
      else if (kind === step.token) sights.token(tokens[one]!, two + shift);
      else if (kind === step.encoded) sights.encoded(lists.encoded[one]!, two + shift);
      else sights.structure(lists.structures[one]!, two + shift);
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
        state = walk.run(origin + from, origin + to, state, (first, last) =>
          sieve(first, last, automaton.firstAccepting, input, origin + after, origin),
        );
      }
      sights = nobody;
    },
  };
}

/** Gives room in memory, one after the other. */
class Layout {
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  take(size: number): number {
    const start = this.end;
    this.end = (start + size + 15) & ~15;
    return start;
  }
}
