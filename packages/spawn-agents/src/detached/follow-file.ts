import { open, type FileHandle } from 'node:fs/promises';

export interface FollowedLine {
  readonly text: string;
  /** Bytes of the file up to the end of this line. */
  readonly end: number;
}

/** A file that grows, read on from where it was read to. */
export interface FollowedFile extends AsyncDisposable {
  /** Whole lines that have come since the last call; with `isLast` also one without an end. */
  readonly read: (isLast?: boolean) => AsyncIterable<FollowedLine>;
}

const lineFeed = 0x0a;

export interface FollowOptions {
  /** Bytes that an earlier process has read: where the file is shorter, it was cut. */
  readonly heard?: number | undefined;
  /** Somebody has cut the file: its size now, and how many bytes that were read are no more. Called before what comes after it is read. */
  readonly onCut: (size: number, lost: number) => void;
}

export function followFile(file: string, { heard = 0, onCut }: FollowOptions): FollowedFile {
  const buffer = Buffer.alloc(64 * 1024);
  let handle: FileHandle | undefined;
  let position = 0;
  let rest: Buffer[] = [];
  let most = heard;
  /** Where it was cut: what stands before it and has no end is half of a line. */
  let seam = -1;
  const size = async (): Promise<number> => {
    handle ??= await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return handle === undefined ? 0 : (await handle.stat()).size;
  };
  return {
    read: async function* (isLast = false) {
      const now = await size();
      if (now < most) {
        onCut(now, most - now);
        // What stands there was read before it was cut, as far as anybody can tell.
        seam = now;
        if (position >= now) [position, rest] = [now, []];
      }
      most = Math.max(now, position);
      for (;;) {
        if (position === seam) [rest, seam] = [[], -1];
        const length = position < seam ? Math.min(buffer.length, seam - position) : buffer.length;
        const { bytesRead = 0 } = (await handle?.read(buffer, 0, length, position)) ?? {};
        if (bytesRead === 0) break;
        const chunk = Buffer.from(buffer.subarray(0, bytesRead));
        let start = 0;
        for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, start)) {
          yield { text: textOf([...rest, chunk.subarray(start, at)]), end: position + at + 1 };
          rest = [];
          start = at + 1;
        }
        if (start < chunk.length) rest.push(chunk.subarray(start));
        position += bytesRead;
        most = Math.max(most, position);
      }
      if (isLast && rest.length > 0) {
        yield { text: textOf(rest), end: position };
        rest = [];
      }
    },
    [Symbol.asyncDispose]: async () => handle?.close(),
  };
}

function textOf(parts: readonly Buffer[]): string {
  const text = Buffer.concat(parts).toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
