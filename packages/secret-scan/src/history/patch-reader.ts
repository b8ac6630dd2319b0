import { assemble, type Memory } from '../engine/web-assembly.ts';
import { isNullObjectId } from '../null-object-id.ts';
import { addedModule } from './added-module.ts';

/** Lines that a commit brought into one file, and those around them, in order. */
export interface AddedText {
  readonly commit: string;
  /** ISO 8601. */
  readonly date: string;
  readonly path: string;
  /** The version of the file that the lines are of; empty for a message. */
  readonly blob: string;
  /** The one before; of zeros alone where there was none. */
  readonly before: string;
  /** Empty where lines were only taken away. */
  readonly bytes: Buffer;
  /** Where in the file the line of an offset stands, 1-based. */
  readonly lineAt: (offset: number) => number;
  /** Whether any of these bytes is of a line that the commit brought in. */
  readonly isAdded: (start: number, end: number) => boolean;
}

/** A version of a file whose lines git does not show, because there are zeros in it. */
export interface BinaryVersion {
  readonly commit: string;
  readonly date: string;
  readonly path: string;
  readonly blob: string;
}

/** What a message has where a file has its path. */
export const messagePath = '(commit message)';

const lineFeed = 10;
const zero = 0x30;
/** More than this of one file is given in parts, where a line ends. */
const partSize = 4_000_000;
/** A line that is longer is given in parts too. */
const longestLine = 256_000_000;
/** What `added.wat` has room for at once, and where it puts the places at which lines begin to be added or to be no more, and the lines that it takes. */
const inputSize = 1 << 16;
const turnsAt = inputSize + 64;
const mostTurns = 1 << 14;
const linesAt = turnsAt + mostTurns * 4;
const nothing = Buffer.alloc(0);

interface AddedExports {
  readonly memory: Memory;
  readonly out: { readonly value: number };
  readonly lines: { readonly value: number };
  readonly turns: { readonly value: number };
  readonly take: (at: number, end: number, limit: number, room: number, isMessage: number) => number;
  readonly isOpen: () => number;
  readonly close: () => void;
  readonly rewind: (out: number) => void;
}

/**
 * Reads what the git of a `BegunSlice` writes as it comes, in chunks of any size, and calls for the added lines of each file of each
 * commit. `visit` must not keep the bytes: they are overwritten. Lines are taken by `added.wat`; what tells of them is read here.
 */
export class PatchReader {
  readonly #visit: (text: AddedText) => void;
  readonly #lines = assemble(addedModule, {}) as AddedExports;
  #bytes = new Uint8Array(this.#lines.memory.buffer);
  #rest: Buffer = nothing;
  #commit = '';
  #date = '';
  #path = '';
  #isHeader = true;
  #isMessage = false;
  /** Offset in the added text, and the line of the file that begins there, two and two. */
  #hunks: number[] = [];
  #line = 0;
  #blob = '';
  #before = '';
  /** Commits so far. */
  commits = 0;
  readonly binaries: BinaryVersion[] = [];
  /** Merges of more than two. */
  readonly octopuses: string[] = [];
  /** Commits so far, and their parents. */
  readonly reached = new Set<string>();

  constructor(visit: (text: AddedText) => void) {
    this.#visit = visit;
    this.#lines.rewind(linesAt);
  }

  add(chunk: Buffer): void {
    for (let from = 0; from < chunk.length;) {
      const size = Math.min(inputSize - this.#rest.length, chunk.length - from);
      const part = chunk.subarray(from, from + size);
      const data = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
      this.#rest = nothing;
      from += size;
      this.#read(data);
    }
  }

  end(): void {
    if (this.#rest.length > 0) this.#readLine(this.#rest, 0, this.#rest.length);
    this.#rest = nothing;
    this.#lines.close();
    this.#flush();
  }

  #read(data: Buffer): void {
    this.#bytes.set(data);
    for (let at = 0; at < data.length;) {
      if (this.#isMessage || !this.#isHeader) at = this.#take(at, data.length);
      if (at === data.length) return;
      const end = data.indexOf(lineFeed, at);
      // A line that fills all the room tells nothing that is known here.
      if (end < 0 && data.length - at < inputSize) {
        this.#rest = Buffer.from(data.subarray(at));
        return;
      }
      this.#readLine(data, at, end < 0 ? data.length : end);
      at = end < 0 ? data.length : end + 1;
    }
  }

  /** The commit that was begun last; empty where there was none. */
  get last(): string {
    return this.#commit;
  }

  get #length(): number {
    return this.#lines.out.value - linesAt;
  }

  #take(from: number, end: number): number {
    const { memory, out, lines, turns, take, isOpen } = this.#lines;
    const limit = linesAt + partSize;
    for (let at = from; ;) {
      const room = memory.buffer.byteLength - 64;
      at = take(at, end, limit, room, Number(this.#isMessage));
      this.#line += lines.value;
      const isFull = turns.value === linesAt;
      if (at === end || (out.value <= Math.min(limit, room) && !isFull)) return at;
      if (((out.value > limit || isFull) && isOpen() === 0) || this.#length > longestLine) {
        this.#flush();
        this.#hunks = [0, this.#line];
      } else if (out.value > room) {
        memory.grow(memory.buffer.byteLength / 65_536);
        this.#bytes = new Uint8Array(memory.buffer);
      } else return at;
    }
  }

  #readLine(data: Buffer, from: number, end: number): void {
    const first = data[from];
    if (first === 0 && data[from + 1] === 0x65) return this.#endMessage();
    if (first === 0) return this.#beginCommit(data.toString('utf8', from + 1, end));
    if (first === 0x64 && data.toString('latin1', from, from + 11) === 'diff --git ') {
      this.#flush();
      this.#isHeader = true;
      this.#path = '';
    } else if (this.#isHeader && first === 0x2b && data.toString('latin1', from, from + 4) === '+++ ') {
      this.#path = unquoted(data.toString('utf8', from + 4, end));
    } else if (this.#isHeader && first === 0x69) {
      const text = data.toString('latin1', from, Math.min(end, from + 200));
      [, this.#before = '', this.#blob = ''] = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/.exec(text) ?? [];
    } else if (this.#isHeader && first === 0x42) {
      if (isNullObjectId(this.#blob)) return;
      const path = binaryPath(data.toString('utf8', from, end), isNullObjectId(this.#before));
      if (path !== undefined) this.binaries.push({ commit: this.#commit, date: this.#date, path, blob: this.#blob });
    } else if (first === 0x40) {
      const line = firstAdded(data, from, end);
      if (line !== undefined) this.#beginHunk(line);
    }
  }

  #beginHunk(line: number): void {
    this.#isHeader = false;
    this.#line = line;
    const length = this.#length;
    // A hunk that only takes away begins where the next one does.
    if (this.#hunks.at(-2) === length) this.#hunks.length -= 2;
    this.#hunks.push(length, line);
  }

  #beginCommit(text: string): void {
    this.#flush();
    const [, commit = '', date = '', ...parents] = text.split(' ');
    // A merge that is shown against each parent begins as often.
    if (commit !== this.#commit) {
      this.commits += 1;
      this.reached.add(commit);
      for (const parent of parents) this.reached.add(parent);
      if (parents.length > 2) this.octopuses.push(commit);
    }
    this.#commit = commit;
    this.#date = date;
    this.#isHeader = true;
    this.#isMessage = true;
    this.#line = 1;
    this.#hunks = [0, 1];
    this.#path = messagePath;
    this.#blob = '';
    this.#before = '';
  }

  #endMessage(): void {
    this.#flush();
    this.#isMessage = false;
    this.#path = '';
  }

  #flush(): void {
    const length = this.#length;
    const { memory, turns } = this.#lines;
    const hasAdded = turns.value > turnsAt;
    if (hasAdded || (this.#hunks.length > 0 && this.#path !== messagePath)) {
      const bytes = Buffer.from(memory.buffer, linesAt, hasAdded ? length : 0);
      const hunks = this.#hunks;
      const places = new Int32Array(memory.buffer, turnsAt, (turns.value - turnsAt) >> 2);
      this.#visit({
        commit: this.#commit,
        date: this.#date,
        path: this.#path,
        blob: this.#blob,
        before: this.#before,
        bytes,
        lineAt: (offset) => lineAt(bytes, hunks, offset),
        isAdded: (start, end) => isAdded(places, linesAt + start, linesAt + end),
      });
    }
    this.#lines.rewind(linesAt);
    this.#hunks = [];
  }
}

/** The first place begins what was added, the next one ends it, and so on. */
function isAdded(places: Int32Array, start: number, end: number): boolean {
  for (let at = 0; at < places.length && places[at]! < end; at += 2)
    if ((places[at + 1] ?? Infinity) > start) return true;
  return false;
}

/** Of `@@ -1,2 +3,4 @@` the 3. */
function firstAdded(data: Buffer, from: number, end: number): number | undefined {
  const sign = data.indexOf(0x2b, from);
  if (data[from + 1] !== 0x40 || sign < 0) return undefined;
  let line = 0;
  for (let at = sign + 1; at < end; at += 1) {
    const digit = data[at]! - zero;
    if (digit < 0 || digit > 9) return at > sign + 1 ? line : undefined;
    line = line * 10 + digit;
  }
  return undefined;
}

function lineAt(bytes: Buffer, hunks: readonly number[], offset: number): number {
  let hunk = 0;
  while (hunk + 2 < hunks.length && (hunks[hunk + 2] as number) <= offset) hunk += 2;
  let line = hunks[hunk + 1] ?? 1;
  for (let at = bytes.indexOf(lineFeed, hunks[hunk] ?? 0); at >= 0 && at < offset; at = bytes.indexOf(lineFeed, at + 1))
    line += 1;
  return line;
}

/** Of `Binary files a and a differ` the `a`, which may have an ` and ` of its own. */
function binaryPath(text: string, isNew: boolean): string | undefined {
  const both = /^Binary files (.+) differ$/.exec(text)?.[1];
  return both === undefined
    ? undefined
    : unquoted(isNew ? both.slice('/dev/null and '.length) : both.slice((both.length + ' and '.length) / 2));
}

/** git quotes a path with control characters, quotation marks or backslashes; a tab ends one with spaces. */
function unquoted(text: string): string {
  const path = text.replace(/\t$/, '');
  if (!path.startsWith('"')) return path;
  const bytes: number[] = [];
  for (const [, octal, letter, plain] of path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...Buffer.from(plain ?? escapes[letter as string] ?? (letter as string)));
  }
  return Buffer.from(bytes).toString('utf8');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };
