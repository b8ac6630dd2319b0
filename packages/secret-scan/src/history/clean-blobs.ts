import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';

/** Versions of files in which nothing was found: they are not read again, whichever commit brings them. Newest last. */
export interface CleanBlobs {
  readonly keys: ReadonlySet<string>;
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

/** `engine`: other rules find other things. Never throws: what cannot be used is told. */
export async function readCleanBlobs(commonDir: string, engine: string): Promise<CleanBlobs> {
  let text: string;
  try {
    text = await readFile(fileOf(commonDir), 'latin1');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return {
      keys: new Set(),
      ...(code !== 'ENOENT' && code !== 'ENOTDIR' && { discarded: `cannot be read (${code})` }),
    };
  }
  const [head = '', ...keys] = text.split('\n');
  if (!head.startsWith('clean blobs 1 ')) return { keys: new Set(), discarded: 'is broken' };
  if (head !== headOf(engine)) return { keys: new Set(), discarded: 'is of other rules' };
  // The last line says how many there are: a file that was cut has none.
  if (keys.pop() !== '' || keys.pop() !== `end ${keys.length}` || keys.some((key) => key.length !== 40))
    return { keys: new Set(), discarded: 'is broken' };
  return { keys: new Set(keys) };
}

function headOf(engine: string): string {
  return `clean blobs 1 ${engine}`;
}

/** Adds to what is there by now, as others may have written; written whole or not at all. What cannot be written costs time, no more. */
export async function addCleanBlobs(commonDir: string, engine: string, fresh: ReadonlySet<string>): Promise<boolean> {
  if (fresh.size === 0) return true;
  try {
    const { keys } = await readCleanBlobs(commonDir, engine);
    const all = [...keys].filter((key) => !fresh.has(key));
    all.push(...fresh);
    const kept = all.slice(-most);
    await mkdir(folderOf(commonDir), { recursive: true });
    const lines = [headOf(engine), ...kept, `end ${kept.length}`, ''];
    await writeFileAtomic(fileOf(commonDir), lines.join('\n'), { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
