import { glob } from 'node:fs/promises';
import { dirname, matchesGlob, posix, sep } from 'node:path';

/** The paths from the root of all folders with a manifest that the patterns mean, sorted; never the root, never inside `node_modules`. */
export async function memberFolders(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(plain);
  const search = glob(
    wanted.map((pattern) => posix.join(pattern, 'package.json')),
    { cwd: root, exclude: (name) => name === 'node_modules' || name === '.git' },
  );
  for await (const file of search) found.add(dirname(file).split(sep).join('/'));
  return [...found]
    .filter((path) => path !== '.' && !path.startsWith('..') && !isExcluded(path, patterns))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Whether the patterns mean the folder at this path from the root. */
export function isMemberFolder(path: string, patterns: readonly string[]): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  return wanted.some((pattern) => matchesGlob(path, plain(pattern))) && !isExcluded(path, patterns);
}

function isExcluded(path: string, patterns: readonly string[]): boolean {
  return (
    path.split('/').includes('node_modules') ||
    patterns.some((pattern) => pattern.startsWith('!') && matchesGlob(path, plain(pattern.slice(1))))
  );
}

/** A leading `./` and a trailing `/` mean nothing. */
function plain(pattern: string): string {
  return posix.normalize(pattern.replaceAll('\\', '/')).replace(/^\.\//, '').replace(/\/+$/, '');
}
