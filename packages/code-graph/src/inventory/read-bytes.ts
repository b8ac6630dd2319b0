import { open } from 'node:fs/promises';
import { join } from 'node:path';
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

const chunkBytes = 8_000_000;
const filesAtOnce = 64;

/** The files' first bytes in the order given, a bounded number of them in memory at once. */
export async function* readBytes<File extends ReadableFile>(
  options: ReadBytesOptions<File>,
): AsyncGenerator<FileBytes<File>> {
  const { root, files, maxBytes = 524_288, signal } = options;
  for (const chunk of chunksOf(files)) {
    signal?.throwIfAborted();
    const all =
      chunk[0]?.blob === undefined
        ? await Promise.all(chunk.map((file) => readHead(join(root, file.path), Math.min(maxBytes, file.size))))
        : await readBlobs(root, chunk, signal);
    for (const [index, file] of chunk.entries()) yield { file, bytes: all[index]?.subarray(0, maxBytes) };
  }
}

function* chunksOf<File extends ReadableFile>(files: readonly File[]): Generator<readonly File[]> {
  let chunk: File[] = [];
  let bytes = 0;
  for (const file of files) {
    const full = file.blob === undefined ? chunk.length >= filesAtOnce : bytes + file.size > chunkBytes;
    if (full && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(file);
    bytes += file.size;
  }
  if (chunk.length > 0) yield chunk;
}

async function readHead(path: string, length: number): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, 'r');
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return undefined;
  }
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
