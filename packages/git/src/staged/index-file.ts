/** What an index says of a folder it has a tree for: the tree, and how many files of the index are in it. */
export interface CachedTree {
  /** In hexadecimal; undefined where the folder has changed since its tree was written. */
  readonly oid: string | undefined;
  readonly files: number;
  /** By name, in latin1. */
  readonly folders: ReadonlyMap<string, CachedTree>;
}

/** An index, not looked at but for its head and its trees. */
export interface IndexFile {
  readonly bytes: Buffer;
  readonly entries: number;
  readonly hashSize: number;
  readonly tree: CachedTree;
  /** Where the files end, if it is one. */
  readonly treeAt: number;
}

const headSize = 12;
/** gitformat-index(5): ten numbers of what the system says of the file. */
const statSize = 40;
const isExtended = 0x40_00;
const stage = 0x30_00;
const isIntended = 0x20_00;
/** From here on the first byte of the flags says more than a length below 3,840. */
const isLong = 0x0f;

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
    // Before the first one: nothing is passed.
    this.#left = entries + 1;
    this.#nameEnd = headSize - 8;
    this.skip(1);
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
    const bytes = this.#bytes;
    for (let each = 0; each < count; each += 1) {
      // With at least one zero, up to a multiple of eight bytes.
      this.#at += (this.#nameEnd - this.#at + 8) & ~7;
      this.#left -= 1;
      if (this.#left <= 0) continue;
      this.#nameAt = this.#at + this.#end + 2;
      // Read byte by byte: all files of a large index are passed, before anything is compiled.
      const flags = bytes[this.#nameAt - 2]!;
      if (flags < isLong) this.#nameEnd = this.#nameAt + ((flags << 8) | bytes[this.#nameAt - 1]!);
      else this.#lookClosely();
    }
  }

  #lookClosely(): void {
    const flags = this.#bytes.readUInt16BE(this.#nameAt - 2);
    if ((flags & stage) !== 0) throw new RangeError('a file of the index is not merged');
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

/**
 * Looks for the trees from the end on, so that the files are passed only once; who has passed them all finds that they end where the trees begin (`treeAt`), or it was no
 * index of this form.
 * @throws when it is of a form that only git knows: version 4, split, sparse, without trees, or broken.
 */
export function parseIndex(bytes: Buffer, hashSize: number): IndexFile {
  const version = bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || (version !== 2 && version !== 3))
    throw new RangeError('an index has another form');
  const end = bytes.length - hashSize;
  for (
    let at = bytes.lastIndexOf('TREE', end - 8, 'latin1');
    at >= headSize;
    at = bytes.lastIndexOf('TREE', at - 1, 'latin1')
  )
    if (areExtensions(bytes, at, end)) {
      const tree = parseTree({
        bytes: bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at + 4)),
        hashSize,
        at: 0,
      })[1];
      return { bytes, entries: bytes.readUInt32BE(8), hashSize, tree, treeAt: at };
    }
  throw new RangeError('an index has no trees');
}

/** Whether one follows the other up to the end. One whose name begins with a small letter has to be understood, and is not. */
function areExtensions(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at + 8 <= end && /^[A-Z]/.test(bytes.toString('latin1', at, at + 1))) at += 8 + bytes.readUInt32BE(at + 4);
  return at === end;
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
