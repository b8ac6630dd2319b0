import { readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** The content of a known size that was compressed to begin at a place of a file. */
export function inflateAt(file: number, position: number, size: number): Buffer {
  // What zlib could make of it at most, when nothing of it can be compressed; behind it stands the next one.
  const compressed = Buffer.allocUnsafe(size + (size >> 8) + 128);
  const count = readSync(file, compressed, 0, compressed.length, position);
  const content = inflateSync(compressed.subarray(0, count), { maxOutputLength: Math.max(1, size) });
  if (content.length !== size) throw new RangeError('a packed object has another size than it says');
  return content;
}
