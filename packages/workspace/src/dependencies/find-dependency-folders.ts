import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { askFields } from '@cdev/git';

/**
 * The `node_modules` folders of a working tree, repository-relative, sorted: that of the top and those of the packages of a workspace. Not
 * those inside another one, nor a link.
 */
export async function findDependencyFolders(top: string, signal?: AbortSignal): Promise<string[]> {
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'];
  const fields = await askFields(top, args, { signal });
  const ignored = fields.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1));
  // Also where nobody told git to ignore it.
  const candidates = new Set(['node_modules', ...ignored.filter((path) => basename(path) === 'node_modules')]);
  const folders: string[] = [];
  for (const path of candidates) if (await isFolder(join(top, path))) folders.push(path);
  return folders.sort((a, b) => (a < b ? -1 : 1));
}

/** Those that have a place in the other working tree: a package that its branch does not have needs no dependencies. */
export async function withPlaceIn(top: string, folders: readonly string[]): Promise<string[]> {
  const placed: string[] = [];
  for (const path of folders) if (await isFolder(join(top, dirname(path)))) placed.push(path);
  return placed;
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
