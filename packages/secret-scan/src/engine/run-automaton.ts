/** Finds many keywords in bytes in one pass, ASCII letters of either case alike. */
export interface Automaton {
  /** Calls for every place where a keyword ends, in order: `ids` of the keywords that end there, and the offset after it. Runs do not nest. */
  readonly run: (bytes: Uint8Array, visit: (ids: readonly number[], end: number) => void) => void;
}

export interface AutomatonTables {
  /** The next state, at `state << shift | class of the byte`. */
  readonly table: Uint16Array;
  readonly classes: Uint8Array;
  readonly shift: number;
  /** States from this one on end keywords. */
  readonly firstAccepting: number;
  /** Ids by state, from the first accepting one. */
  readonly outputs: readonly (readonly number[])[];
  /** How many bytes before a place decide which keywords can end from there on. */
  readonly warmUp: number;
}

/** Below this the lanes' beginnings would cost more than they save. */
const worthLanes = 1024;

/**
 * Each state depends on the one before, so that a single walk waits for memory most of the time. Longer content is walked in four lanes at
 * once, each of which begins as far before its part as keywords are long.
 */
export function scanner({ table, classes, shift, firstAccepting, outputs, warmUp }: AutomatonTables): Automaton {
  // What a file needs at most is soon reached; lanes are read one after the other, so that places come in order.
  const lanes = [new Places(), new Places(), new Places(), new Places()] as const;
  const [first, second, third, fourth] = lanes;

  const stateAfter = (bytes: Uint8Array, from: number, to: number): number => {
    let state = 0;
    for (let at = from; at < to; at += 1) state = table[(state << shift) | (classes[bytes[at]!] as number)]!;
    return state;
  };

  const walk = (bytes: Uint8Array, from: number, begin: number, places: Places): void => {
    let state = begin;
    for (let at = from; at < bytes.length; at += 1) {
      state = table[(state << shift) | (classes[bytes[at]!] as number)]!;
      if (state >= firstAccepting) places.add(state, at + 1);
    }
  };

  const walkInLanes = (bytes: Uint8Array): void => {
    const part = bytes.length >> 2;
    let one = 0;
    let two = stateAfter(bytes, part - warmUp, part);
    let three = stateAfter(bytes, part * 2 - warmUp, part * 2);
    let four = stateAfter(bytes, part * 3 - warmUp, part * 3);
    for (let at = 0; at < part; at += 1) {
      one = table[(one << shift) | (classes[bytes[at]!] as number)]!;
      two = table[(two << shift) | (classes[bytes[at + part]!] as number)]!;
      three = table[(three << shift) | (classes[bytes[at + part + part]!] as number)]!;
      four = table[(four << shift) | (classes[bytes[at + part + part + part]!] as number)]!;
      if (one >= firstAccepting) first.add(one, at + 1);
      if (two >= firstAccepting) second.add(two, at + part + 1);
      if (three >= firstAccepting) third.add(three, at + part + part + 1);
      if (four >= firstAccepting) fourth.add(four, at + part + part + part + 1);
    }
    walk(bytes, part * 4, four, fourth);
  };

  return {
    run: (bytes, visit) => {
      for (const lane of lanes) lane.count = 0;
      if (bytes.length < worthLanes || bytes.length < warmUp * 8) walk(bytes, 0, 0, first);
      else walkInLanes(bytes);
      for (const { list, count } of lanes)
        for (let at = 0; at < count; at += 2) visit(outputs[list[at]! - firstAccepting]!, list[at + 1]!);
    },
  };
}

/** States and offsets, two and two. */
class Places {
  list: Int32Array<ArrayBuffer> = new Int32Array(1024);
  count = 0;

  add(state: number, end: number): void {
    if (this.count + 2 > this.list.length) {
      const larger = new Int32Array(this.list.length * 2);
      larger.set(this.list);
      this.list = larger;
    }
    this.list[this.count] = state;
    this.list[this.count + 1] = end;
    this.count += 2;
  }
}
