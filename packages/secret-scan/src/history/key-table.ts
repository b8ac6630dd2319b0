/** Hexadecimal digits of a key; each stands on a line of its own. */
const keyLength = 40;
export const lineLength = keyLength + 1;

/** What a table is kept as. */
export interface KeptTable {
  /** One behind the other; newest last. */
  readonly lines: readonly Buffer[];
  readonly slots: Uint32Array;
  /** Of all lines. */
  readonly count: number;
}

/**
 * Keys, looked up in the lines where they stand: as strings in a set, those of a large project took longer to be made than what is new to be read. Open addressing with linear probing
 * (Knuth, The Art of Computer Programming, volume 3, 6.4).
 */
export class KeyTable {
  /** A key a line, newest last. */
  readonly lines: Buffer;
  /** Where the lines are found: their numbers from 1, in as many places as a power of 2; 0 is free. */
  readonly slots: Uint32Array;

  private constructor(lines: Buffer, slots: Uint32Array) {
    this.lines = lines;
    this.slots = slots;
  }

  static of(lines: Buffer): KeyTable {
    const slots = new Uint32Array(placesFor(countLines(lines)));
    enter(slots, lines, 1);
    return new KeyTable(lines, slots);
  }

  /** As one was kept. Whatever the slots say, no key is taken for one that stands in no line. */
  static kept(lines: Buffer, slots: Uint32Array): KeyTable {
    return new KeyTable(lines, slots);
  }

  /**
   * How a table of these keys too is kept, of which none may be there yet. This one is of no use after it: nothing of it is copied. With more than `most` a fifth of these is forgotten,
   * the oldest first.
   */
  keepWith(keys: readonly string[], most: number): KeptTable {
    const added = Buffer.from(keys.map((key) => `${key}\n`).join(''), 'latin1');
    const before = countLines(this.lines);
    const count = before + keys.length;
    if (count <= most && placesFor(count) <= this.slots.length) {
      enter(this.slots, added, before + 1);
      return { lines: [this.lines, added], slots: this.slots, count };
    }
    const all = Buffer.concat([this.lines, added]);
    const { lines, slots } = KeyTable.of(count > most ? lastLines(all, Math.ceil(most * 0.8)) : all);
    return { lines: [lines], slots, count: countLines(lines) };
  }

  has(key: string): boolean {
    if (key.length !== keyLength) return false;
    const { length } = this.slots;
    let slot = placeOf(fourOf(key, 0), fourOf(key, keyLength - 4), length);
    for (let tried = 0; tried < length; tried += 1) {
      const line = this.slots[slot]!;
      if (line === 0) return false;
      if (this.#isAt((line - 1) * lineLength, key)) return true;
      slot = (slot + 1) % length;
    }
    return false;
  }

  #isAt(start: number, key: string): boolean {
    for (let at = 0; at < keyLength; at += 1) if (this.lines[start + at] !== key.charCodeAt(at)) return false;
    return true;
  }
}

/** At most four of five places are taken. */
export function placesFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(1.25 * count + 2));
}

/** `first`: the number of the first of the lines. */
function enter(slots: Uint32Array, lines: Buffer, first: number): void {
  const count = countLines(lines);
  for (let line = 0; line < count; line += 1) {
    const at = line * lineLength;
    let slot = placeOf(lines.readUInt32BE(at), lines.readUInt32BE(at + keyLength - 4), slots.length);
    // Of those that were kept all may be taken, if that was not ours: the key is not found again then.
    for (let tried = 0; slots[slot] !== 0 && tried < slots.length; tried += 1) slot = (slot + 1) % slots.length;
    slots[slot] = first + line;
  }
}

/** The beginning tells contents apart, the end paths: one content can have thousands of them. */
function placeOf(beginning: number, end: number, slots: number): number {
  const mixed = Math.imul(Math.imul(beginning, 0x9e_37_79_b1) ^ end, 0x85_eb_ca_6b);
  return (mixed ^ (mixed >>> 15)) & (slots - 1);
}

function fourOf(key: string, at: number): number {
  const unit = (offset: number): number => key.charCodeAt(at + offset) << (24 - 8 * offset);
  return unit(0) | unit(1) | unit(2) | unit(3);
}

function lastLines(lines: Buffer, count: number): Buffer {
  return lines.subarray(Math.max(0, lines.length - count * lineLength));
}

function countLines(lines: Buffer): number {
  return lines.length / lineLength;
}
