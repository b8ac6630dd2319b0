import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { errors } from './errors.ts';
import type { Fix } from './fix.ts';
import { textDiff } from './text-diff.ts';

/** A file as its mends would leave it. */
export interface PlannedFix {
  /** Absolute. */
  readonly file: string;
  readonly titles: readonly string[];
  /** Unified, for people. */
  readonly diff: string;
  readonly text: string;
}

/** What the mends of one folder would change; a mend that changes nothing is left out. @throws CDEV_E_FILE_FIX_UNREADABLE */
export async function planFixes(folder: string, fixes: readonly Fix[]): Promise<readonly PlannedFix[]> {
  const planned: PlannedFix[] = [];
  for (const [name, ofFile] of Map.groupBy(fixes, ({ file }) => file)) {
    const file = join(folder, name);
    const before = await read(file);
    const text = ofFile.reduce((whole, fix) => fix.apply(whole), before);
    if (text === before) continue;
    planned.push({ file, titles: ofFile.map(({ title }) => title), diff: textDiff(before, text), text });
  }
  return planned;
}

/** Writes each file whole or not at all. @throws CDEV_E_FILE_FIX_UNWRITABLE */
export async function applyFixes(planned: readonly PlannedFix[]): Promise<void> {
  for (const { file, text } of planned) {
    try {
      await writeFileAtomic(file, text);
    } catch (cause) {
      const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
      throw errors.make('CDEV_E_FILE_FIX_UNWRITABLE', { file, reason: code }, { cause });
    }
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw errors.make('CDEV_E_FILE_FIX_UNREADABLE', { file, reason: code }, { cause });
  }
}
