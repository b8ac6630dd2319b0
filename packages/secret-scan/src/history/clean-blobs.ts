import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { KeyTable, lineLength, placesFor, type KeptTable } from './key-table.ts';

/** Versions of files in which nothing was found: they are not read again, whichever commit brings them. */
export interface CleanBlobs {
  readonly keys: KeyTable;
  /** Which file these are of. */
  readonly state: string;
  /** Why what is there cannot be used. Undefined where there is nothing. */
  readonly discarded?: string;
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

/** Nothing known. */
export const noCleanBlobs: CleanBlobs = { keys: KeyTable.of(Buffer.alloc(0)), state: '' };

/** `engine`: other rules find other things. Never throws: what cannot be used is told. */
export function readCleanBlobs(commonDir: string, engine: string): CleanBlobs {
  const file = fileOf(commonDir);
  let state = '';
  let bytes: Buffer;
  const without = (discarded: string): CleanBlobs => ({ ...noCleanBlobs, state, discarded });
  try {
    // Before it is read: what is put there meanwhile is known as another one.
    state = stateOf(file);
    bytes = readFileSync(file);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { ...noCleanBlobs, state } : without(`cannot be read (${code})`);
  }
  const headEnd = bytes.indexOf('\n') + 1;
  const head = bytes.toString('latin1', 0, headEnd);
  if (!head.startsWith('clean blobs ')) return without('is broken');
  const [, form, count = '0', rules] = /^clean blobs (\S+) (\d+) (.+?) *\n$/.exec(head) ?? [];
  if (form !== ownForm || rules !== engine) return without('is of other rules');
  const keys = tableIn(bytes.subarray(headEnd), Number(count));
  return keys === undefined ? without('is broken') : { keys, state };
}

/** The number of a form, and how this machine writes numbers. */
const ownForm = `2${endianness()}`;
const end = 'end\n';

/** Padded, so that what follows can be taken as numbers where it stands. */
function headOf(engine: string, count: number): string {
  const text = `clean blobs ${ownForm} ${count} ${engine}`;
  return `${text.padEnd(Math.ceil((text.length + 1) / 4) * 4 - 1)}\n`;
}

/** The places, the lines, and an end, which a file that was cut has not. */
function tableIn(bytes: Buffer, count: number): KeyTable | undefined {
  const linesLength = count * lineLength;
  const slotsLength = bytes.length - linesLength - end.length;
  const slots = slotsLength / Uint32Array.BYTES_PER_ELEMENT;
  const isWhole =
    bytes.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0 &&
    slots >= placesFor(count) &&
    Number.isInteger(Math.log2(slots)) &&
    bytes.toString('latin1', bytes.length - end.length) === end;
  if (!isWhole) return undefined;
  const lines = bytes.subarray(slotsLength, slotsLength + linesLength);
  return KeyTable.kept(lines, new Uint32Array(bytes.buffer, bytes.byteOffset, slots));
}

function piecesOf(engine: string, { lines, slots, count }: KeptTable): Buffer[] {
  return [
    Buffer.from(headOf(engine, count), 'latin1'),
    Buffer.from(slots.buffer, slots.byteOffset, slots.byteLength),
    ...lines,
    Buffer.from(end),
  ];
}

/** Another one for whatever another process puts there: it is a new file each time. */
function stateOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

/**
 * Adds to what is there by now, as others may have written; written whole or not at all. What cannot be written costs time, no more.
 * @param known what was read before; none of `fresh` is among it, and it is of no use after this
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
    const { keys } = isKnown ? known : readCleanBlobs(commonDir, engine);
    const added = isKnown ? [...fresh] : [...fresh].filter((key) => !keys.has(key));
    await mkdir(folderOf(commonDir), { recursive: true });
    await writeFileAtomic(file, piecesOf(engine, keys.keepWith(added, most)), { mode: 0o600, isDurable: false });
    return true;
  } catch {
    return false;
  }
}
