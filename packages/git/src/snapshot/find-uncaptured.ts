import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from '../ask.ts';
import type { ChangedPath } from '../changed-paths.ts';
import type { GitPlace } from '../git.ts';
import { listFiles } from '../list-files.ts';

/**
 * Files on disk that stand where a new path belongs and that the captured tree does not hold: ignored ones, over which git itself writes
 * without asking.
 */
export async function findUncaptured(
  worktree: GitPlace,
  tree: string,
  changes: readonly ChangedPath[],
): Promise<string[]> {
  const added = changes.filter(({ oldOid }) => oldOid === undefined).map(({ path }) => path);
  if (added.length === 0) return [];
  const top = (await ask(worktree, ['rev-parse', '--show-toplevel'])).trimEnd();
  const standing = (await Promise.all(added.map((path) => filesAt(top, path)))).flat();
  if (standing.length === 0) return [];
  const captured = new Set(await listFiles(worktree, tree));
  return [...new Set(standing)].filter((path) => !captured.has(path));
}

/** The file at the path, the files in the folder at the path, or the file that stands where one of its parent folders belongs. */
async function filesAt(top: string, path: string): Promise<string[]> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const place = parts.slice(0, depth).join('/');
    const found = await lstat(join(top, place)).catch(() => undefined);
    if (!found) return [];
    if (!found.isDirectory()) return [place];
  }
  const entries = await readdir(join(top, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(top.length + 1)
        .replaceAll('\\', '/'),
    );
}
