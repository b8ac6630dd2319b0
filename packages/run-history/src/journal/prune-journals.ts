import { rmSync } from 'node:fs';
import { journalFiles } from './journal-files.ts';

const month = /-(\d{4})-(\d{2})\.ndjson$/;

/**
 * Removes the journals all of whose records are older than `before`. A journal is removed whole or left alone: rewriting one would lose what a
 * script appends meanwhile. @returns their paths.
 */
export function pruneJournals({
  home,
  before,
  isDryRun = false,
  isKept = () => false,
}: {
  readonly home: string;
  readonly before: Date;
  readonly isDryRun?: boolean;
  /** Journals that stay although they are old, by path. */
  readonly isKept?: (path: string) => boolean;
}): readonly string[] {
  const old = journalFiles(home).filter(({ path, changed }) => {
    const [, year, number] = month.exec(path) ?? [];
    const end = year === undefined ? changed : Date.UTC(Number(year), Number(number), 1);
    // A month that is over may still get the record of a run that began in it.
    return end < before.getTime() && changed < before.getTime() && !isKept(path);
  });
  if (!isDryRun) for (const { path } of old) rmSync(path, { force: true });
  return old.map(({ path }) => path);
}
