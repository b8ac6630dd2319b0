import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { PackReader, type GitObject } from './read-packed.ts';

/** Reads objects of a repository from its files: those in files of their own, then those in packs. Not those of an alternate. */
export class ObjectReader {
  readonly #objects: string;
  #packs: PackReader | undefined;

  constructor(commonDir: string) {
    this.#objects = join(commonDir, 'objects');
  }

  /** `oid`: in hexadecimal. Undefined when it is not there. @throws when it cannot be read, for whatever reason. */
  read(oid: string): GitObject | undefined {
    const loose = readLooseObject(this.#objects, oid);
    if (loose !== undefined) return loose;
    this.#packs ??= new PackReader(this.#objects);
    return this.#packs.read(Buffer.from(oid, 'hex'));
  }

  close(): void {
    this.#packs?.close();
  }
}

/** zlib around `<type> <size>\0` and the content (gitformat-loose(5)); undefined where there is no such file. @throws when it is broken. */
export function readLooseObject(objects: string, oid: string): GitObject | undefined {
  let compressed: Buffer;
  try {
    compressed = readFileSync(join(objects, oid.slice(0, 2), oid.slice(2)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const bytes = inflateSync(compressed);
  const end = bytes.indexOf(0);
  const [type = '', size] = bytes.toString('latin1', 0, end).split(' ');
  const content = bytes.subarray(end + 1);
  if (!isType(type) || content.length !== Number(size)) throw new RangeError('an object has another size than it says');
  return { type, content };
}

function isType(type: string): type is GitObject['type'] {
  return ['commit', 'tree', 'blob', 'tag'].includes(type);
}
