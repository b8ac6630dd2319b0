import { accessSync, constants, statSync } from 'node:fs';

/**
 * Where a program is that is started by its name, as execvp(3) looks for it; by a path no shell takes it for a word of its own.
 * @param path the variable, of absolute folders: with a relative one it would be another for each working directory.
 * @returns undefined where there is none, or that cannot be told.
 */
export function programIn(path: string | undefined, name: string): string | undefined {
  if (name.includes('/')) return name;
  const folders = path?.split(':') ?? [];
  if (folders.some((folder) => !folder.startsWith('/'))) return undefined;
  return folders.map((folder) => `${folder}/${name}`).find(isExecutable);
}

function isExecutable(file: string): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
