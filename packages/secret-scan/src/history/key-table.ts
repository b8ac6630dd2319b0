/** Hexadecimal digits of a key; each stands on a line of its own. */
const keyLength = 40;
const lineLength = keyLength + 1;
const newLine = 10;

/**
 * Keys, looked up in the lines where they stand: as strings in a set, those of a large project took longer to be made than what is new to be read. Open addressing with linear probing
 * (Knuth, The Art of Computer Programming, volume 3, 6.4).
 */
export class KeyTable {
  readonly #lines: Buffer;
  /** Numbers of lines from 1; 0 is free. */
  readonly #slots: Uint32Array;

  private constructor(lines: Buffer, slots: Uint32Array) {
    this.#lines = lines;
    this.#slots = slots;
  }

  /** Of lines that are those of keys. */
  static of(lines: Buffer): KeyTable {
    const count = countLines(lines);
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
    for (let line = 0; line < count; line += 1) {
      const at = line * lineLength;
      let slot = placeOf(lines.readUInt32BE(at), lines.readUInt32BE(at + keyLength - 4), slots.length);
      while (slots[slot] !== 0) slot = (slot + 1) % slots.length;
      slots[slot] = line + 1;
    }
    return new KeyTable(lines, slots);
  }

  has(key: string): boolean {
    if (key.length !== keyLength) return false;
    const { length } = this.#slots;
    let slot = placeOf(fourOf(key, 0), fourOf(key, keyLength - 4), length);
    for (;;) {
      const line = this.#slots[slot]!;
      if (line === 0) return false;
      if (this.#isAt((line - 1) * lineLength, key)) return true;
      slot = (slot + 1) % length;
    }
  }

  #isAt(start: number, key: string): boolean {
    for (let at = 0; at < keyLength; at += 1) if (this.#lines[start + at] !== key.charCodeAt(at)) return false;
    return true;
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

/** Whether these are whole lines of one key each. */
export function areKeys(lines: Buffer): boolean {
  if (lines.length % lineLength !== 0) return false;
  for (let at = keyLength; at < lines.length; at += lineLength) if (lines[at] !== newLine) return false;
  return true;
}

/** Those of `keys` that no line has. */
export function notAmong(lines: Buffer, keys: ReadonlySet<string>): string[] {
  const there = new Set<string>();
  for (let at = 0; at < lines.length; at += lineLength) {
    const key = lines.toString('latin1', at, at + keyLength);
    if (keys.has(key)) there.add(key);
  }
  return [...keys].filter((key) => !there.has(key));
}

/** The last of these lines, so many at most. */
export function lastLines(lines: Buffer, most: number): Buffer {
  return lines.subarray(Math.max(0, lines.length - most * lineLength));
}

export function countLines(lines: Buffer): number {
  return lines.length / lineLength;
}
