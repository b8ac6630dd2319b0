import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles, type Files } from './write-files.ts';

/** A folder of one test; `await using` removes it at the end of the block. */
export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  readonly write: (files: Files) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** A new folder with the given files. Its name has a space and a letter outside ASCII: paths of users have them too. */
export async function tempFolder(files: Files = {}): Promise<TempFolder> {
  // The real path: on some systems the temporary folder is a link, and git answers with real paths.
  const path = await realpath(await mkdtemp(join(tmpdir(), 'cdev tést-')));
  // On Windows a file may be held for a moment by a process that has just ended.
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  await writeFiles(path, files);
  return { path, write: (more) => writeFiles(path, more), remove, [Symbol.asyncDispose]: remove };
}
