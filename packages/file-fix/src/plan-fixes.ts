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
  /** Of the mends that change something. */
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
    const titles: string[] = [];
    let text = before;
    for (const { title, apply } of ofFile) {
      const mended = withLineEndsOf(text, apply(text));
      if (mended !== text) titles.push(title);
      text = mended;
    }
    if (text !== before) planned.push({ file, titles, diff: textDiff(before, text), text });
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

/** New lines of a file whose every line ends with CR LF end so too. A mend that takes all carriage returns out means to. */
function withLineEndsOf(before: string, text: string): string {
  const isCrlf = before.includes('\r\n') && !/(?<!\r)\n/.test(before);
  return isCrlf && text.includes('\r\n') ? text.replaceAll(/(?<!\r)\n/g, '\r\n') : text;
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
