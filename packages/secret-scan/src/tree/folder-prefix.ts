import { cwd } from 'node:process';

/** What stands before paths from a folder. Nothing where this process works in it: the system then looks up the folder's parents for none of them. */
export function folderPrefix(root: string): string {
  try {
    if (root === cwd()) return '';
  } catch {
    // The folder that this process works in is gone.
  }
  return `${root}/`;
}
