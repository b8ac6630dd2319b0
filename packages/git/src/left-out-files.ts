import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { askFields } from './ask.ts';
import type { Repository } from './repository.ts';

/**
 * Tracked files that a sparse checkout leaves out of the working tree, by their paths from its top; none in a bare repository. To whoever lists folders they
 * look like files that do not exist.
 */
export async function leftOutFiles(
  repository: Repository,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly string[]> {
  const { top } = repository;
  if (top === undefined) return [];
  const tagged = await askFields(repository, ['ls-files', '-t', '-z', '--full-name', ':/'], { signal });
  return tagged
    .filter((field) => field.startsWith(mark))
    .map((field) => field.slice(mark.length))
    .filter((path) => !isThere(join(top, path)));
}

/** git-ls-files(1): skip-worktree. */
const mark = 'S ';

/** The mark may also stand at a file that is there and that git was told not to look at. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
