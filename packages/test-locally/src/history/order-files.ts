import type { FileHistory } from './durations.ts';

/** What failed or was flaky last time first, then the longest, so that bad news comes early and no long file is left for the end. */
export function orderFiles(files: readonly string[], history: ReadonlyMap<string, FileHistory>): readonly string[] {
  const trouble = (path: string): number => ((history.get(path)?.last ?? 'passed') === 'passed' ? 1 : 0);
  const duration = (path: string): number => history.get(path)?.duration ?? 0;
  return files.toSorted((a, b) => trouble(a) - trouble(b) || duration(b) - duration(a) || (a < b ? -1 : 1));
}
