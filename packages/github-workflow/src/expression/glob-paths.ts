import { readdirSync, statSync, type Dirent } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';

/**
 * Files and folders that match, as `@actions/glob` finds them: later `!pattern` takes away, `~` is the home folder, dot files
 * count, a folder that matches stands for all that is in it. Absolute, in the order of a walk; links to folders are not followed.
 */
export function globPaths(
  patterns: readonly string[],
  options: { readonly folder: string; readonly home?: string; readonly withFolders?: boolean },
): readonly string[] {
  const rules = patterns
    .flatMap((pattern) => pattern.split('\n'))
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '' && !pattern.startsWith('#'))
    .map((pattern) => ruleOf(pattern, options));
  const found = new Map<string, boolean>();
  for (const rule of rules) {
    if (rule.isExclusion) {
      for (const path of found.keys()) if (rule.matches(path)) found.delete(path);
    } else for (const [path, isFolder] of walk(rule.base)) if (rule.matches(path)) found.set(path, isFolder);
  }
  return [...found].filter(([, isFolder]) => options.withFolders === true || !isFolder).map(([path]) => path);
}

interface Rule {
  readonly isExclusion: boolean;
  /** The deepest folder that has everything the pattern can match. */
  readonly base: string;
  readonly matches: (path: string) => boolean;
}

function ruleOf(given: string, { folder, home }: { readonly folder: string; readonly home?: string }): Rule {
  const isExclusion = given.startsWith('!');
  const bare = (isExclusion ? given.slice(1).trim() : given).replace(/^~(?=\/|$)/, home ?? '~');
  const pattern = (isAbsolute(bare) ? bare : join(escapePath(folder), bare)).split(sep).join('/').replace(/\/+$/, '');
  const { base } = picomatch.scan(pattern);
  const isMatch = picomatch([pattern, `${pattern}/**`], { dot: true, nobrace: true, noextglob: true });
  return { isExclusion, base: resolve(unescapePath(base === '' ? '/' : base)), matches: isMatch };
}

/** The characters of a real path that would be signs in a pattern. */
const escapePath = (path: string): string => path.replace(/[\\*?[\]{}()!+@]/g, '\\$&');
const unescapePath = (path: string): string => path.replace(/\\([\\*?[\]{}()!+@])/g, '$1');

function* walk(path: string): Generator<[path: string, isFolder: boolean]> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return;
  yield [path, found.isDirectory()];
  if (found.isDirectory()) yield* walkFolder(path);
}

function* walkFolder(folder: string): Generator<[path: string, isFolder: boolean]> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    // A folder behind a link could lead anywhere, also back.
    const isLinkedFolder = entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isDirectory();
    yield [path, entry.isDirectory() || isLinkedFolder === true];
    if (entry.isDirectory()) yield* walkFolder(path);
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Whether a path lies in a folder or is it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
