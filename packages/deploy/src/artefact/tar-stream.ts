import { createHash, hash as hashOf } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { errors } from '../errors.ts';
import type { Artefact, ArtefactEntry } from './artefact.ts';
import { marker } from './read-artefact.ts';

const block = 512;
const zeros = Buffer.alloc(block);
/** Read in one go, without waiting: a question to the thread pool costs several times what so few bytes do. */
const atOnce = 64_000;
/** Small files leave together: one write each would cost more than their bytes. */
const together = 256_000;

/**
 * The artefact as a tar archive: POSIX ustar, with pax headers for long names (IEEE Std 1003.1, pax). Each content is checked against the artefact's as it
 * is read, and the last entry, which says that the archive is whole, is only there when all were the same.
 */
export function tarStream(artefact: Artefact): Readable {
  return Readable.from(gathered(archive(artefact)), { objectMode: false, highWaterMark: together });
}

async function* gathered(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const part of parts) {
    waiting.push(part);
    length += part.length;
    if (length < together) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

async function* archive({ folder, entries, digest }: Artefact): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield headersOf(entry);
    if (entry.kind === 'file') yield* contentOf(folder, entry);
  }
  const last = Buffer.from(digest);
  yield header({ name: marker, type: '0', size: last.length, mode: 0o644, link: '' });
  yield padded(last);
  yield Buffer.alloc(2 * block);
}

async function* contentOf(folder: string, { path, size, content }: ArtefactEntry): AsyncGenerator<Buffer> {
  const file = join(folder, path);
  const moved = (): Error => errors.make('CDEV_E_DEPLOY_ARTEFACT_MOVED', { artefact: file });
  if (size <= atOnce) {
    const whole = readFileSync(file);
    if (whole.length !== size || hashOf('sha256', whole) !== content) throw moved();
    yield padded(whole);
    return;
  }
  const hash = createHash('sha256');
  let sent = 0;
  for await (const part of createReadStream(file, { highWaterMark: together }) as AsyncIterable<Buffer>) {
    sent += part.length;
    if (sent > size) throw moved();
    hash.update(part);
    yield part;
  }
  if (sent !== size || hash.digest('hex') !== content) throw moved();
  yield zeros.subarray(0, (block - (size % block)) % block);
}

function headersOf({ path, kind, isProgram, size, content }: ArtefactEntry): Buffer {
  const name = kind === 'folder' ? `${path}/` : path;
  const link = kind === 'link' ? content : '';
  const type = { file: '0', folder: '5', link: '2' }[kind];
  // Files of a release cannot be written: releases share them by hard links.
  const mode = kind === 'file' ? (isProgram ? 0o555 : 0o444) : 0o755;
  const records = [
    ...(Buffer.byteLength(name) > 100 ? [record('path', name)] : []),
    ...(Buffer.byteLength(link) > 100 ? [record('linkpath', link)] : []),
    ...(size >= 8 ** 11 ? [record('size', String(size))] : []),
  ];
  const main = header({ name, type, size: kind === 'file' ? size : 0, mode, link });
  if (records.length === 0) return main;
  const body = Buffer.from(records.join(''));
  return Buffer.concat([
    header({ name: 'pax', type: 'x', size: body.length, mode: 0o644, link: '' }),
    padded(body),
    main,
  ]);
}

/** `<length> key=value\n`, where the length counts itself. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length !== length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

interface Header {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly link: string;
}

function header({ name, type, size, mode, link }: Header): Buffer {
  const bytes = Buffer.alloc(block);
  Buffer.from(name).copy(bytes, 0, 0, 100);
  const number = (value: number, at: number, length: number): void =>
    void bytes.write(
      value
        .toString(8)
        .padStart(length - 1, '0')
        .slice(-(length - 1)),
      at,
      'latin1',
    );
  number(mode, 100, 8);
  number(0, 108, 8);
  number(0, 116, 8);
  number(size, 124, 12);
  number(Math.floor(Date.now() / 1000), 136, 12);
  bytes.write('        ', 148, 'latin1');
  bytes.write(type, 156, 'latin1');
  Buffer.from(link).copy(bytes, 157, 0, 100);
  bytes.write('ustar\u000000', 257, 'latin1');
  let sum = 0;
  for (const byte of bytes) sum += byte;
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

function padded(content: Buffer): Buffer {
  const rest = (block - (content.length % block)) % block;
  return rest === 0 ? content : Buffer.concat([content, zeros.subarray(0, rest)]);
}
