import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { applyDelta } from './apply-delta.ts';
import { inflateAt } from './inflate-at.ts';

export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly content: Buffer;
}

/** An index of a pack: where its objects are (gitformat-pack(5), version 2). */
interface PackIndex {
  readonly name: string;
  readonly file: number;
  /** How many ids begin with a byte up to this one. */
  readonly fanout: Buffer;
}

const types = [undefined, 'commit', 'tree', 'blob', 'tag'] as const;
const [offsetDelta, namedDelta] = [6, 7];
const heading = 8;
const fanoutSize = 1024;
/** With more packs than this git is faster. */
const mostPacks = 50;
/** Larger ones are nobody's tree. */
const largest = 50_000_000;

/** Reads objects from the packs of a folder, each by a few reads at its place. Ids are bytes. */
export class PackReader {
  readonly #folder: string;
  readonly #indexes: PackIndex[] = [];
  readonly #packs = new Map<string, number>();

  /** @throws when there are more packs than are worth it, or one of another form. */
  constructor(objects: string) {
    this.#folder = join(objects, 'pack');
    const names = readdirSync(this.#folder).filter((name) => name.endsWith('.idx'));
    if (names.length > mostPacks) throw new RangeError('there are many packs');
    for (const name of names) {
      const file = openSync(join(this.#folder, name), 'r');
      const head = Buffer.allocUnsafe(heading + fanoutSize);
      this.#indexes.push({ name: name.slice(0, -'.idx'.length), file, fanout: head.subarray(heading) });
      readWhole(file, head, 0);
      if (head.readUInt32BE(0) !== 0xff_74_4f_63 || head.readUInt32BE(4) !== 2)
        throw new RangeError('an index of a pack has another form');
    }
  }

  /** Undefined when it is in none of them. @throws when it is broken, or too large. */
  read(oid: Buffer): GitObject | undefined {
    for (const index of this.#indexes) {
      const offset = offsetOf(index, oid);
      if (offset !== undefined) return this.#readAt(index.name, offset, oid.length);
    }
    return undefined;
  }

  close(): void {
    for (const file of [...this.#indexes.map(({ file }) => file), ...this.#packs.values()]) closeSync(file);
  }

  #readAt(pack: string, offset: number, hashSize: number): GitObject {
    const file = this.#open(pack);
    const head = Buffer.alloc(64);
    readSync(file, head, 0, head.length, offset);
    let byte = head.readUInt8(0);
    let at = 1;
    let size = byte & 0x0f;
    for (let factor = 16; byte >= 0x80; factor *= 128) {
      byte = head.readUInt8(at);
      size += (byte & 0x7f) * factor;
      at += 1;
    }
    if (size > largest) throw new RangeError('a packed object is large');
    const kind = (head.readUInt8(0) >> 4) & 7;
    const type = types[kind];
    if (type !== undefined) return { type, content: inflateAt(file, offset + at, size) };
    let base: GitObject | undefined;
    if (kind === offsetDelta) {
      byte = head.readUInt8(at);
      let distance = byte & 0x7f;
      for (at += 1; byte >= 0x80; at += 1) {
        byte = head.readUInt8(at);
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      base = this.#readAt(pack, offset - distance, hashSize);
    } else if (kind === namedDelta) {
      base = this.read(head.subarray(at, at + hashSize));
      at += hashSize;
    }
    if (base === undefined) throw new RangeError('a packed object is of a kind that is not known');
    return { type: base.type, content: applyDelta(base.content, inflateAt(file, offset + at, size)) };
  }

  #open(pack: string): number {
    let file = this.#packs.get(pack);
    if (file === undefined) {
      file = openSync(join(this.#folder, `${pack}.pack`), 'r');
      this.#packs.set(pack, file);
    }
    return file;
  }
}

/** Where the object is in the pack; undefined when it is not. */
function offsetOf({ file, fanout }: PackIndex, oid: Buffer): number | undefined {
  const first = oid.readUInt8(0);
  const all = fanout.readUInt32BE(fanoutSize - 4);
  const from = first === 0 ? 0 : fanout.readUInt32BE((first - 1) * 4);
  const count = fanout.readUInt32BE(first * 4) - from;
  const names = heading + fanoutSize;
  const found = Buffer.allocUnsafe(count * oid.length);
  readWhole(file, found, names + from * oid.length);
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = oid.compare(found, middle * oid.length, (middle + 1) * oid.length);
    if (order === 0) return offsetAt(file, from + middle, all, names + all * (oid.length + 4));
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return undefined;
}

/** Four bytes, or in a large pack the place of eight behind all the fours. */
function offsetAt(file: number, at: number, all: number, offsets: number): number {
  const bytes = Buffer.allocUnsafe(8);
  readWhole(file, bytes.subarray(0, 4), offsets + at * 4);
  const offset = bytes.readUInt32BE(0);
  if (offset < 0x80_00_00_00) return offset;
  readWhole(file, bytes, offsets + all * 4 + (offset - 0x80_00_00_00) * 8);
  return Number(bytes.readBigUInt64BE(0));
}

function readWhole(file: number, bytes: Buffer, position: number): void {
  if (readSync(file, bytes, 0, bytes.length, position) !== bytes.length)
    throw new RangeError('an index of a pack ends too early');
}
