import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that are asked for piece by piece. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from there on, fewer where the source ends. They hold until the next call. */
  readonly read: (from: number, length: number) => Buffer;
}

const windowSize = 1_000_000;

/** An archive that is in memory. Nothing is copied and nothing needs closing. */
export function bytesOf(bytes: Buffer): ByteSource {
  return { size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) };
}

/**
 * A file that is read as it is asked for, ahead by a megabyte at most: of a large archive only what is looked at is in memory. It is to be closed by
 * whoever opened it.
 * @throws NodeJS.ErrnoException
 */
export function openFileBytes(path: string): ByteSource & Disposable {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  // Two, because a list at the end and what it names are read by turns.
  const windows = [new Window(file), new Window(file)] as const;
  return {
    size,
    read: (from, length) => {
      const [first, second] = windows;
      const chosen = windows.find((each) => each.has(from, length)) ?? (first.used <= second.used ? first : second);
      return chosen.read(from, Math.max(0, Math.min(length, size - from)));
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

let uses = 0;

class Window {
  used = 0;
  #room = Buffer.alloc(0);
  #bytes = this.#room;
  #from = 0;
  readonly #file: number;

  constructor(file: number) {
    this.#file = file;
  }

  has(from: number, length: number): boolean {
    return from >= this.#from && from + length <= this.#from + this.#bytes.length;
  }

  read(from: number, length: number): Buffer {
    this.used = ++uses;
    if (!this.has(from, length)) {
      if (length > this.#room.length) this.#room = Buffer.allocUnsafeSlow(Math.max(length, windowSize));
      let filled = 0;
      while (filled < this.#room.length) {
        const more = readSync(this.#file, this.#room, filled, this.#room.length - filled, from + filled);
        if (more === 0) break;
        filled += more;
      }
      this.#bytes = this.#room.subarray(0, filled);
      this.#from = from;
    }
    return this.#bytes.subarray(from - this.#from, from - this.#from + length);
  }
}
