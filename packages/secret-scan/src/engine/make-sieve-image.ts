import { secretWords } from '../assignment/name-class.ts';
import { buildAutomaton } from './automaton.ts';
import { endsAddress, following, inName, runKinds } from './byte-kinds.ts';
import type { CompiledRules } from './compile-rules.ts';
import { align, tableEnd, walkRoom, writeAutomaton } from './keyword-walk.ts';
import { margin, nameKinds, step, windowSize, type SieveMemory } from './sieve-memory.ts';
import { Programs } from './sieve-programs.ts';
import { triggersOf } from './triggers.ts';
import { leastValue, shapes } from './value-shape.ts';

export interface SieveImage {
  /** What is in memory from address 0 on before anything is looked at; behind it are zeros. */
  readonly bytes: Uint8Array;
  readonly memory: SieveMemory;
  readonly programs: Programs;
}

const nameSlots = 1 << 14;
/** Bytes. */
const stepSize = 32;
const setSize = 256;

/** Works out what a sieve by these rules has in memory. */
export function makeSieveImage({ tokens, named }: CompiledRules): SieveImage {
  const triggers = triggersOf(tokens);
  const automaton = buildAutomaton([...triggers.keys()]);
  const programs = new Programs(tokens, triggers);
  const { outputs } = automaton;
  const stepCount = outputs.reduce((sum, ids) => sum + ids.reduce((all, id) => all + programs.steps[id]!.length, 1), 0);
  const layout = new Layout(tableEnd(automaton));
  const at = {
    flags: layout.take(256),
    following: layout.take(256),
    shapes: layout.take(512),
    least: layout.take(nameKinds.length),
    words: layout.take((secretWords.length + 1) * 8),
    sets: layout.take(programs.sets.length * setSize),
    runs: layout.take(programs.runs.length * 4),
    steps: layout.take(stepCount * stepSize),
    programs: layout.take(outputs.length * 4),
  };
  const image = new ArrayBuffer(layout.end);
  writeAutomaton(image, automaton);
  writeBytes(image, at);
  writePrograms(image, outputs, programs, at);
  const { bits, firstAccepting, warmUp } = automaton;
  const { flags, least, words } = at;
  const memory = {
    bits,
    firstAccepting,
    warmUp,
    flags,
    following: at.following,
    shapes: at.shapes,
    least,
    words,
    shortest: Math.min(...Object.values(leastValue)),
    programs: at.programs,
    names: layout.take(nameSlots * 16),
    lastSeen: layout.take(named.length * 4),
    places: layout.take(walkRoom),
    input: layout.take(windowSize + margin * 2),
    end: layout.end,
  };
  return { bytes: new Uint8Array(image), memory, programs };
}

/** What single bytes and words mean. */
function writeBytes(
  image: ArrayBuffer,
  at: Pick<SieveMemory, 'flags' | 'following' | 'shapes' | 'least' | 'words'>,
): void {
  const bytes = new Uint8Array(image);
  for (let byte = 0; byte < 256; byte += 1)
    bytes[at.flags + byte] =
      inName[byte]! | (runKinds[byte] === 1 ? 2 : runKinds[byte] === 2 ? 4 : 0) | (endsAddress[byte] === 1 ? 8 : 0);
  bytes.set(following, at.following);
  new Uint16Array(image, at.shapes, 256).set(shapes);
  bytes.set(
    nameKinds.map((kind) => leastValue[kind]),
    at.least,
  );
  secretWords.forEach((word, place) => {
    bytes.set([word.length, ...Buffer.from(word, 'latin1')], at.words + place * 8);
  });
}

/** A run is the address of its set and how many bytes it has; after the last of an opening, and after the last step of a state, stands 0. */
function writePrograms(
  image: ArrayBuffer,
  outputs: readonly (readonly number[])[],
  { sets, runs, steps }: Programs,
  at: { readonly sets: number; readonly runs: number; readonly steps: number; readonly programs: number },
): void {
  const bytes = new Uint8Array(image);
  const numbers = new Int32Array(image);
  const setAt = (place: number): number => (place === 0 ? 0 : at.sets + (place - 1) * setSize);
  for (const [place, set] of sets.entries()) bytes.set(set, setAt(place + 1));
  let isSet = true;
  for (const [place, number] of runs.entries()) {
    numbers[(at.runs >> 2) + place] = isSet ? setAt(number) : number;
    isSet = number === 0 || !isSet;
  }
  let next = at.steps >> 2;
  for (const [state, ids] of outputs.entries()) {
    numbers[(at.programs >> 2) + state] = next * 4;
    for (const each of ids.flatMap((id) => steps[id]!)) {
      numbers.set(each, next);
      if (each[0] === step.token) numbers[next + 4] = setAt(each[4]!);
      if (each[5] !== undefined && each[5] > 0) numbers[next + 5] = at.runs + each[5] * 4;
      next += stepSize / 4;
    }
    next += stepSize / 4;
  }
}

/** Gives room in memory, one after the other. */
class Layout {
  end: number;

  constructor(start: number) {
    this.end = align(start);
  }

  take(size: number): number {
    const start = this.end;
    this.end = align(start + size);
    return start;
  }
}
