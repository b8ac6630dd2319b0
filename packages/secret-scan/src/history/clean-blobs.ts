import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { areKeys, countLines, KeyTable, lastLines, notAmong } from './key-table.ts';

interface KeptLines {
  /** A key a line, newest last. */
  readonly lines: Buffer;
  /** Which file these are of. */
  readonly state: string;
  /** Why what is there cannot be used. Undefined where there is nothing. */
  readonly discarded?: string;
}

/** Versions of files in which nothing was found: they are not read again, whichever commit brings them. */
export interface CleanBlobs extends KeptLines {
  readonly keys: KeyTable;
}

/** Five years of a large project; older ones are forgotten first, and cost no more than being read again. */
const most = 100_000;
const folderOf = (commonDir: string): string => join(commonDir, 'cdev', 'secret-scan');
const fileOf = (commonDir: string): string => join(folderOf(commonDir), 'clean-blobs');

/** What is found depends on the path too: it says whether values may stand without quotation marks. */
export function blobKey(blob: string, path: string): string {
  let one = 0x81_1c_9d_c5 | 0;
  let two = path.length;
  for (let at = 0; at < path.length; at += 1) {
    const unit = path.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01_00_01_93);
    two = Math.imul(two + unit, 0x85_eb_ca_6b) ^ (two >>> 13);
  }
  return `${blob.slice(0, 24)}${hex(one)}${hex(two)}`;
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight digits: what a number itself writes for this costs ten times as much. */
function hex(number: number): string {
  return pairs[number >>> 24]! + pairs[(number >>> 16) & 255]! + pairs[(number >>> 8) & 255]! + pairs[number & 255]!;
}

const none = Buffer.alloc(0);

/** Nothing known. */
export const noCleanBlobs: CleanBlobs = { keys: KeyTable.of(none), lines: none, state: '' };

/** `engine`: other rules find other things. Never throws: what cannot be used is told. */
export function readCleanBlobs(commonDir: string, engine: string): CleanBlobs {
  const kept = readLines(commonDir, engine);
  return { ...kept, keys: KeyTable.of(kept.lines) };
}

function readLines(commonDir: string, engine: string): KeptLines {
  const file = fileOf(commonDir);
  let state = '';
  let bytes: Buffer;
  const without = (discarded: string): KeptLines => ({ lines: none, state, discarded });
  try {
    // Before it is read: what is put there meanwhile is known as another one.
    state = stateOf(file);
    bytes = readFileSync(file);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { lines: none, state } : without(`cannot be read (${code})`);
  }
  const headEnd = bytes.indexOf('\n') + 1;
  const head = bytes.toString('latin1', 0, headEnd);
  if (!head.startsWith('clean blobs 1 ')) return without('is broken');
  if (head !== headOf(engine)) return without('is of other rules');
  // The last line says how many there are: a file that was cut has none.
  const end = Math.max(headEnd, bytes.lastIndexOf('end '));
  const lines = bytes.subarray(headEnd, end);
  return bytes.toString('latin1', end) === endOf(lines) && areKeys(lines) ? { lines, state } : without('is broken');
}

/** Another one for whatever another process puts there: it is a new file each time. */
function stateOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

function headOf(engine: string): string {
  return `clean blobs 1 ${engine}\n`;
}

function endOf(lines: Buffer): string {
  return `end ${countLines(lines)}\n`;
}

/**
 * Adds to what is there by now, as others may have written; written whole or not at all. What cannot be written costs time, no more.
 * @param known what was read before; none of `fresh` is among it
 */
export async function addCleanBlobs(
  commonDir: string,
  engine: string,
  { fresh, known }: { readonly fresh: ReadonlySet<string>; readonly known: CleanBlobs },
): Promise<boolean> {
  if (fresh.size === 0) return true;
  try {
    const file = fileOf(commonDir);
    const isKnown = known.state !== '' && known.state === stateOf(file);
    const { lines } = isKnown ? known : readLines(commonDir, engine);
    const added = (isKnown ? [...fresh] : notAmong(lines, fresh)).map((key) => `${key}\n`).join('');
    const kept = lastLines(Buffer.concat([lines, Buffer.from(added, 'latin1')]), most);
    await mkdir(folderOf(commonDir), { recursive: true });
    const whole = Buffer.concat([Buffer.from(headOf(engine), 'latin1'), kept, Buffer.from(endOf(kept), 'latin1')]);
    await writeFileAtomic(file, whole, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
