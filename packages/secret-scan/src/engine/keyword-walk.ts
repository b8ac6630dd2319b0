import type { Automaton } from './automaton.ts';
import { walkModule } from './walk-module.ts';
import { assemble, type Memory } from './web-assembly.ts';

/** Finds keywords in bytes, ASCII letters of either case alike. */
export interface KeywordWalk {
  /** Calls for places where keywords end, in order: `ids` of the keywords that end there, and the offset after them. Walks do not nest. */
  readonly run: (bytes: Uint8Array, visit: (ids: readonly number[], end: number) => void) => void;
}

interface WalkExports {
  readonly memory: Memory;
  readonly one: (from: number, to: number, state: number, ...setting: readonly number[]) => void;
  readonly four: (from: number, to: number, state: number, ...setting: readonly number[]) => void;
}

/** Bytes are walked in parts of this size: the places of one part have room even where every byte is one. */
const partSize = 1 << 16;
const room = (partSize / 4) * 8 + 64;
/** In bytes, for the places of one part. */
export const walkRoom = room * 4;
/** Below this the beginnings of four walks would cost more than they save. */
const worthFour = 1024;
const table = 1024;

/** How a walk goes through its memory. */
export interface WalkSetting extends Pick<Automaton, 'bits' | 'firstAccepting' | 'warmUp'> {
  /** The address of `walkRoom` bytes for places. */
  readonly places: number;
}

/** Where the table of an automaton ends in memory. */
export function tableEnd({ states, bits }: Pick<Automaton, 'states' | 'bits'>): number {
  return table + (states << (bits + 1));
}

/** Puts an automaton where `walk.wat` reads it: up to `tableEnd`. */
export function writeAutomaton(memory: ArrayBuffer, { states, bits, classes, table: next }: Automaton): void {
  const bytesOf = new Uint8Array(memory);
  classes.forEach((kind, byte) => {
    bytesOf[byte] = kind * 2;
  });
  new Uint16Array(memory, table, states << bits).set(next);
}

/**
 * Walks what is in memory between two addresses, from a state on, and gives the state at the end. `visit` is given where in memory lists
 * of places begin and end, in order: each is two i32, the state in which keywords end and the address after them.
 */
export type WalkMemory = (
  from: number,
  to: number,
  state: number,
  visit: (first: number, last: number) => void,
) => number;

/**
 * Starts `walk.wat` in a memory of its own that has room up to `end`. It walks twice as fast as the same loop in JavaScript does: nothing is checked at a byte
 * but whether a keyword ends there.
 */
export function openWalk(
  end: number,
  { bits, firstAccepting, warmUp, places }: WalkSetting,
): { readonly memory: Memory; readonly walk: WalkMemory } {
  const { memory, one, four } = assemble(walkModule, {}) as WalkExports;
  memory.grow(Math.ceil(end / 65_536) - memory.buffer.byteLength / 65_536);
  const numbers = new Int32Array(memory.buffer);
  const shift = bits + 1;
  const walk: WalkMemory = (from, to, first, visit) => {
    let state = first;
    for (let at = from; at < to; at += partSize) {
      const stop = Math.min(to, at + partSize);
      const length = stop - at;
      if (length < worthFour || length < warmUp * 8) one(at, stop, state, shift, firstAccepting, places);
      else four(at, stop, state, shift, firstAccepting, places, warmUp, room);
      state = numbers[68]!;
      for (let lane = 0; lane < 4; lane += 1) {
        const size = numbers[64 + lane]!;
        if (size > 0) visit(places + lane * room, places + lane * room + size);
      }
    }
    return state;
  };
  return { memory, walk };
}

/** A walk of bytes wherever they are. */
export function startWalk(automaton: Automaton): KeywordWalk {
  const { outputs, firstAccepting } = automaton;
  const places = align(tableEnd(automaton));
  const input = align(places + walkRoom);
  const { memory, walk } = openWalk(input + partSize, { ...automaton, places });
  writeAutomaton(memory.buffer, automaton);
  const bytesOf = new Uint8Array(memory.buffer);
  const numbers = new Int32Array(memory.buffer);
  return {
    run: (bytes, visit) => {
      let state = 0;
      for (let from = 0; from < bytes.length; from += partSize) {
        const part = bytes.length <= partSize ? bytes : bytes.subarray(from, from + partSize);
        bytesOf.set(part, input);
        const moved = from - input;
        state = walk(input, input + part.length, state, (first, last) => {
          for (let at = first >> 2; at < last >> 2; at += 2)
            visit(outputs[numbers[at]! - firstAccepting]!, numbers[at + 1]! + moved);
        });
      }
    },
  };
}

/** The next address at which what follows may begin. */
export function align(address: number): number {
  return (address + 15) & ~15;
}
