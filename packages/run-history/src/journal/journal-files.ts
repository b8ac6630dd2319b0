import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface JournalFile {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** Every journal of a home: `runs/<script>/<machine>-<month>.ndjson`, and `runs/<script>.ndjson` of the form before. */
export function journalFiles(home: string): readonly JournalFile[] {
  const folder = join(home, 'runs');
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith('.ndjson'))
    .toSorted()
    .flatMap((name) => {
      const path = join(folder, name);
      // Retention of another process may have taken it since it was listed.
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats?.isFile() ? [{ path, size: stats.size, changed: stats.mtimeMs }] : [];
    });
}
