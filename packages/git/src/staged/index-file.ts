/** What an index says of a folder it has a tree for: the tree, and how many files of the index are in it. */
export interface CachedTree {
  /** In hexadecimal; undefined where the folder has changed since its tree was written. */
  readonly oid: string | undefined;
  readonly files: number;
  /** By name, in latin1. */
  readonly folders: ReadonlyMap<string, CachedTree>;
}

/** Where the entries of an index begin and what of it is more than entries; undefined for a form that only git knows. */
export interface IndexFile {
  readonly bytes: Buffer;
  readonly entries: number;
  readonly hashSize: number;
  readonly tree: CachedTree | undefined;
}

const headSize = 12;
/** gitformat-index(5): ten numbers of what the system says of the file. */
const statSize = 40;
const isExtended = 0x40_00;
const stage = 0x30_00;
const isIntended = 0x20_00;

/** Reads one file of the index after the other. */
export class IndexCursor {
  readonly #bytes: Buffer;
  readonly #oidAt: number;
  readonly #end: number;
  #left: number;
  #at = headSize;
  #nameAt = 0;
  #nameEnd = 0;

  constructor({ bytes, entries, hashSize }: Pick<IndexFile, 'bytes' | 'entries' | 'hashSize'>) {
    this.#bytes = bytes;
    this.#oidAt = statSize;
    this.#end = statSize + hashSize;
    this.#left = entries;
    this.#look();
  }

  get isAtEnd(): boolean {
    return this.#left === 0;
  }

  /** In latin1, so that a character is a byte. */
  get path(): string {
    return this.#bytes.toString('latin1', this.#nameAt, this.#nameEnd);
  }

  /** In octal, of six digits. */
  get mode(): string {
    return this.#bytes
      .readUInt32BE(this.#at + 24)
      .toString(8)
      .padStart(6, '0');
  }

  get oid(): string {
    return this.#bytes.toString('hex', this.#at + this.#oidAt, this.#at + this.#end);
  }

  get offset(): number {
    return this.#at;
  }

  /** @throws for files that are not merged, or are there by intent only. */
  skip(count: number): void {
    for (let each = 0; each < count; each += 1) {
      // With at least one zero, up to a multiple of eight bytes.
      this.#at += (this.#nameEnd - this.#at + 8) & ~7;
      this.#left -= 1;
      this.#look();
    }
  }

  #look(): void {
    if (this.#left === 0) return;
    const flags = this.#bytes.readUInt16BE(this.#at + this.#end);
    if ((flags & stage) !== 0) throw new RangeError('a file of the index is not merged');
    this.#nameAt = this.#at + this.#end + 2;
    if ((flags & isExtended) !== 0) {
      if ((this.#bytes.readUInt16BE(this.#nameAt) & isIntended) !== 0)
        throw new RangeError('a file of the index is there by intent');
      this.#nameAt += 2;
    }
    const length = flags & 0xf_ff;
    this.#nameEnd = length < 0xf_ff ? this.#nameAt + length : this.#bytes.indexOf(0, this.#nameAt + length);
    if (this.#nameEnd < this.#nameAt) throw new RangeError('an index ends within a name');
  }
}

/** @throws when the index is of a form that only git knows: version 4, split, sparse, or broken. */
export function parseIndex(bytes: Buffer, hashSize: number): IndexFile {
  const version = bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || (version !== 2 && version !== 3))
    throw new RangeError('an index has another form');
  const entries = bytes.readUInt32BE(8);
  const cursor = new IndexCursor({ bytes, entries, hashSize });
  cursor.skip(entries);
  let tree: CachedTree | undefined;
  for (let at = cursor.offset; at < bytes.length - hashSize;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32BE(at + 4);
    // One whose name begins with a small letter has to be understood.
    if (!/^[A-Z]/.test(name)) throw new RangeError('an index has an extension that is not known');
    if (name === 'TREE') tree = parseTree({ bytes: bytes.subarray(at + 8, at + 8 + size), hashSize, at: 0 })[1];
    at += 8 + size;
  }
  return { bytes, entries, hashSize, tree };
}

/** `<name>\0<files> <folders>\n`, the id where `files` is not negative, then the folders. */
function parseTree(source: { readonly bytes: Buffer; readonly hashSize: number; at: number }): [string, CachedTree] {
  const { bytes, hashSize } = source;
  const nameEnd = bytes.indexOf(0, source.at);
  const lineEnd = bytes.indexOf(10, nameEnd);
  if (nameEnd < 0 || lineEnd < 0) throw new RangeError('the trees of an index end too early');
  const name = bytes.toString('latin1', source.at, nameEnd);
  const [files = 0, count = 0] = bytes
    .toString('latin1', nameEnd + 1, lineEnd)
    .split(' ')
    .map(Number);
  source.at = lineEnd + 1;
  let oid: string | undefined;
  if (files >= 0) {
    oid = bytes.toString('hex', source.at, source.at + hashSize);
    source.at += hashSize;
  }
  const folders = new Map<string, CachedTree>();
  for (let each = 0; each < count; each += 1) folders.set(...parseTree(source));
  return [name, { oid, files, folders }];
}
