import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { readGit } from '../git.ts';

export interface ReadableFile {
  readonly path: string;
  readonly size: number;
  readonly blob?: string;
}

export interface FileBytes<File extends ReadableFile> {
  readonly file: File;
  /** The first `maxBytes`; undefined when the file cannot be read (gone meanwhile, no permission, object not in the clone). */
  readonly bytes: Buffer | undefined;
}

export interface ReadBytesOptions<File extends ReadableFile> {
  readonly root: string;
  readonly files: readonly File[];
  /** Bytes read of each file. Default 512 KiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

const largest = 524_288;
const chunkBytes = 8_000_000;
const filesBeforeTurn = 200;

/**
 * The files' first bytes in the order given, a bounded number of them in memory at once. `bytes` are good until the next file is
 * asked for.
 */
export function readBytes<File extends ReadableFile>(options: ReadBytesOptions<File>): AsyncGenerator<FileBytes<File>> {
  return options.files[0]?.blob === undefined ? readDisk(options) : readCommit(options);
}

/**
 * Synchronous and into one buffer: a small file that is in the system's cache is read in less time than a thread of Node's pool
 * takes to be told of it. Now and then everything else has its turn, such as a signal.
 */
async function* readDisk<File extends ReadableFile>(options: ReadBytesOptions<File>): AsyncGenerator<FileBytes<File>> {
  const { root, files, maxBytes = largest, signal } = options;
  let buffer = Buffer.allocUnsafe(65_536);
  for (const [index, file] of files.entries()) {
    if (index % filesBeforeTurn === 0) await turn();
    signal?.throwIfAborted();
    const length = Math.min(maxBytes, file.size);
    if (length > buffer.length) buffer = Buffer.allocUnsafe(length * 2);
    yield { file, bytes: readHead(`${root}/${file.path}`, buffer.subarray(0, length)) };
  }
}

function readHead(path: string, buffer: Buffer): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

async function* readCommit<File extends ReadableFile>(
  options: ReadBytesOptions<File>,
): AsyncGenerator<FileBytes<File>> {
  const { root, files, maxBytes = largest, signal } = options;
  for (const chunk of chunksOf(files)) {
    signal?.throwIfAborted();
    const all = await readBlobs(root, chunk, signal);
    for (const [index, file] of chunk.entries()) yield { file, bytes: all[index]?.subarray(0, maxBytes) };
  }
}

function* chunksOf<File extends ReadableFile>(files: readonly File[]): Generator<readonly File[]> {
  let chunk: File[] = [];
  let bytes = 0;
  for (const file of files) {
    if (bytes + file.size > chunkBytes && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(file);
    bytes += file.size;
  }
  if (chunk.length > 0) yield chunk;
}

async function readBlobs(
  root: string,
  files: readonly ReadableFile[],
  signal: AbortSignal | undefined,
): Promise<readonly (Buffer | undefined)[]> {
  const input = files.map(({ blob }) => `${blob}\n`).join('');
  const output = (await readGit(root, ['cat-file', '--batch'], { input, signal })) ?? Buffer.alloc(0);
  let at = 0;
  return files.map(() => {
    const headEnd = output.indexOf(10, at);
    if (headEnd === -1) return undefined;
    const size = Number(/ blob (\d+)$/.exec(output.toString('latin1', at, headEnd))?.[1] ?? Number.NaN);
    at = headEnd + 1;
    if (Number.isNaN(size)) return undefined;
    const bytes = output.subarray(at, at + size);
    at += size + 1;
    return bytes;
  });
}
