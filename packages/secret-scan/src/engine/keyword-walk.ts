import type { Automaton } from './automaton.ts';
import { walkModule } from './walk-module.ts';

/** Finds keywords in bytes, ASCII letters of either case alike. */
export interface KeywordWalk {
  /** Calls for places where keywords end, in order: `ids` of the keywords that end there, and the offset after them. Walks do not nest. */
  readonly run: (bytes: Uint8Array, visit: (ids: readonly number[], end: number) => void) => void;
}

/** As much of the runtime's own as is used here; the language's library has it with the browser's only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface WalkExports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly one: (from: number, to: number, state: number, ...setting: readonly number[]) => void;
  readonly four: (from: number, to: number, state: number, ...setting: readonly number[]) => void;
}

/** Bytes are walked in parts of this size: the places of one part have room even where every byte is one. */
const partSize = 1 << 16;
const room = (partSize / 4) * 8 + 64;
/** Below this the beginnings of four walks would cost more than they save. */
const worthFour = 1024;
const table = 1024;

/**
 * Puts an automaton into a module of `walk.wat`, which walks twice as fast as the same loop in JavaScript does: nothing is checked at a byte
 * but whether a keyword ends there. Takes some 1.5 MB once, whatever is walked.
 */
export function startWalk({
  states,
  classes,
  bits,
  table: next,
  firstAccepting,
  outputs,
  warmUp,
}: Automaton): KeywordWalk {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(walkModule, 'base64')));
  const { memory, one, four } = instance.exports as WalkExports;
  const shift = bits + 1;
  const places = align(table + (states << shift));
  const input = align(places + room * 4);
  memory.grow(Math.ceil((input + partSize) / 65_536) - memory.buffer.byteLength / 65_536);
  const bytesOf = new Uint8Array(memory.buffer);
  const numbers = new Int32Array(memory.buffer);
  classes.forEach((kind, byte) => {
    bytesOf[byte] = kind * 2;
  });
  new Uint16Array(memory.buffer, table, states << bits).set(next);

  const walkPart = (length: number, state: number): number => {
    const setting = [shift, firstAccepting, places] as const;
    if (length < worthFour || length < warmUp * 8) one(input, input + length, state, ...setting);
    else four(input, input + length, state, ...setting, warmUp, room);
    return numbers[68]!;
  };

  return {
    run: (bytes, visit) => {
      let state = 0;
      for (let from = 0; from < bytes.length; from += partSize) {
        const part = bytes.length <= partSize ? bytes : bytes.subarray(from, from + partSize);
        bytesOf.set(part, input);
        state = walkPart(part.length, state);
        const moved = from - input;
        for (let lane = 0; lane < 4; lane += 1) {
          const first = (places + lane * room) >> 2;
          const end = first + (numbers[64 + lane]! >> 2);
          for (let at = first; at < end; at += 2)
            visit(outputs[numbers[at]! - firstAccepting]!, numbers[at + 1]! + moved);
        }
      }
    },
  };
}

function align(address: number): number {
  return (address + 15) & ~15;
}
