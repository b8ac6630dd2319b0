/** Lines that a commit brought into one file, in order. */
export interface AddedText {
  readonly commit: string;
  /** ISO 8601. */
  readonly date: string;
  readonly path: string;
  /** The version of the file that the lines are of; empty for a message. */
  readonly blob: string;
  readonly bytes: Buffer;
  /** Where in the file the line of an offset stands, 1-based. */
  readonly lineAt: (offset: number) => number;
}

/** A version of a file whose lines git does not show, because there are zeros in it. */
export interface BinaryVersion {
  readonly commit: string;
  readonly date: string;
  readonly path: string;
  readonly blob: string;
}

/** The lines that tell a commit in the stream, and its message between them: `git log --format=`. */
export const commitFormat = '%x00commit %H %cI%n%B%n%x00end';
/** What a message has where a file has its path. */
export const messagePath = '(commit message)';

const lineFeed = 10;
/** More than this of one file is given in parts. */
const partSize = 4_000_000;

/**
 * Reads the output of `git log -p -U0 --no-prefix` as it comes, in chunks of any size, and calls for the added lines of each file of each
 * commit. `visit` must not keep the bytes: they are overwritten.
 */
export class PatchReader {
  readonly #visit: (text: AddedText) => void;
  #rest: Buffer = Buffer.alloc(0);
  #commit = '';
  #date = '';
  #path = '';
  #isHeader = true;
  #isMessage = false;
  #added = Buffer.allocUnsafeSlow(1 << 16);
  #length = 0;
  /** Offset in the added text, and the line of the file that begins there, two and two. */
  #hunks: number[] = [];
  #isNewHunk = false;
  #line = 0;
  #blob = '';
  /** Commits so far. */
  commits = 0;
  readonly binaries: BinaryVersion[] = [];

  constructor(visit: (text: AddedText) => void) {
    this.#visit = visit;
  }

  add(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let end = data.indexOf(lineFeed, from); end >= 0; end = data.indexOf(lineFeed, from)) {
      this.#readLine(data, from, end);
      from = end + 1;
    }
    this.#rest = data.subarray(from);
  }

  end(): void {
    if (this.#rest.length > 0) this.#readLine(this.#rest, 0, this.#rest.length);
    this.#rest = Buffer.alloc(0);
    this.#flush();
  }

  #readLine(data: Buffer, from: number, end: number): void {
    const first = data[from];
    if (this.#isMessage && first !== 0) return this.#append(data, from, end);
    if (!this.#isHeader && first === 0x2b) return this.#append(data, from + 1, end);
    if (first === 0 && data[from + 1] === 0x65) return this.#endMessage();
    if (first === 0) return this.#beginCommit(data.toString('utf8', from + 1, end));
    if (first === 0x64 && data.toString('latin1', from, from + 11) === 'diff --git ') {
      this.#flush();
      this.#isHeader = true;
      this.#path = '';
    } else if (this.#isHeader && first === 0x2b && data.toString('latin1', from, from + 4) === '+++ ') {
      this.#path = unquoted(data.toString('utf8', from + 4, end));
    } else if (this.#isHeader && first === 0x69) {
      this.#blob =
        /^index [0-9a-f]+\.\.([0-9a-f]+)/.exec(data.toString('latin1', from, Math.min(end, from + 200)))?.[1] ?? '';
    } else if (this.#isHeader && first === 0x42) {
      const path = /^Binary files .* and (.+) differ$/.exec(data.toString('utf8', from, end))?.[1] ?? '/dev/null';
      if (path !== '/dev/null')
        this.binaries.push({ commit: this.#commit, date: this.#date, path: unquoted(path), blob: this.#blob });
    } else if (first === 0x40) {
      const line = /^@@+ .*\+(\d+)(?:,\d+)? @@/.exec(data.toString('latin1', from, Math.min(end, from + 120)))?.[1];
      if (line === undefined) return;
      this.#isHeader = false;
      this.#isNewHunk = true;
      this.#line = Number(line);
    }
  }

  #beginCommit(text: string): void {
    this.#flush();
    this.commits += 1;
    [, this.#commit = '', this.#date = ''] = text.split(' ');
    this.#isHeader = true;
    this.#isMessage = true;
    this.#line = 1;
    this.#path = messagePath;
    this.#blob = '';
  }

  #endMessage(): void {
    this.#flush();
    this.#isMessage = false;
    this.#path = '';
  }

  #append(data: Buffer, from: number, end: number): void {
    const size = end - from + 1;
    if (this.#length + size > partSize && this.#length > 0) this.#flush();
    if (this.#length + size > this.#added.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#added.length * 2, this.#length + size));
      this.#added.copy(larger, 0, 0, this.#length);
      this.#added = larger;
    }
    if (this.#isNewHunk || this.#length === 0) this.#hunks.push(this.#length, this.#line);
    this.#isNewHunk = false;
    data.copy(this.#added, this.#length, from, end);
    this.#added[this.#length + size - 1] = lineFeed;
    this.#length += size;
    this.#line += 1;
  }

  #flush(): void {
    if (this.#length > 0) {
      const bytes = this.#added.subarray(0, this.#length);
      const hunks = this.#hunks;
      this.#visit({
        commit: this.#commit,
        date: this.#date,
        path: this.#path,
        blob: this.#blob,
        bytes,
        lineAt: (offset) => lineAt(bytes, hunks, offset),
      });
    }
    this.#length = 0;
    this.#hunks = [];
  }
}

function lineAt(bytes: Buffer, hunks: readonly number[], offset: number): number {
  let hunk = 0;
  while (hunk + 2 < hunks.length && (hunks[hunk + 2] as number) <= offset) hunk += 2;
  let line = hunks[hunk + 1] ?? 1;
  for (let at = bytes.indexOf(lineFeed, hunks[hunk] ?? 0); at >= 0 && at < offset; at = bytes.indexOf(lineFeed, at + 1))
    line += 1;
  return line;
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
