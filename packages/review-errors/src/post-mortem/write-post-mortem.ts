import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { codesIn, groupErrors, occurrenceOf } from '../group/group-errors.ts';
import { readTables } from '../read-tables.ts';
import { readOccurrences } from '../review-errors.ts';
import { postMortemText } from './post-mortem-text.ts';

export interface WritePostMortemOptions {
  readonly code: string;
  /** A file; without it the text is the result. */
  readonly output: string | undefined;
  readonly isDryRun: boolean;
}

export interface PostMortem {
  readonly code: string;
  readonly text: string;
  /** Where it was written. */
  readonly file: string | undefined;
}

/**
 * A post-mortem of an error, with all that the records know filled in and what only people know left open.
 * @throws CDEV_E_REVIEW_ERRORS_NOT_SEEN, CDEV_E_REVIEW_ERRORS_NOT_WRITTEN
 */
export async function writePostMortem(
  { code, output, isDryRun }: WritePostMortemOptions,
  context: Context,
): Promise<Outcome<PostMortem>> {
  const { occurrences } = await readOccurrences(context, new Date(0));
  const mine = occurrences.filter(({ record, event }) => (record?.errorCode ?? event?.code) === code);
  if (mine.length === 0) throw errors.make('CDEV_E_REVIEW_ERRORS_NOT_SEEN', { code, home: context.home });
  const groups = groupErrors(mine, { tables: await readTables(context, codesIn(mine)), newSince: undefined });
  const text = postMortemText({ code, groups, occurrences: mine.map(occurrenceOf), now: context.clock() });
  if (output === undefined || isDryRun) return { result: { code, text, file: undefined }, status: 'ok' };
  const file = resolve(context.cwd, output);
  if (existsSync(file)) await context.prompt.confirm(`Replace ${output}?`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw errors.make(
      'CDEV_E_REVIEW_ERRORS_NOT_WRITTEN',
      { file, reason: (cause as NodeJS.ErrnoException).code ?? 'unknown reason' },
      { cause },
    );
  }
  return { result: { code, text, file }, status: 'ok' };
}
