import { longestPath, runsOf } from './runs-of.ts';

/** Files that a text names. */
export interface Mentions {
  /** Tracked paths, named in full or by an ending that only one file has. */
  readonly existing: readonly string[];
  /** Paths that are not there yet and are to be made. */
  readonly created: readonly string[];
  /** Folders, by a slash at their end as in `src/server/`; without that slash. Some may not be there yet. */
  readonly folders: readonly string[];
  /** Identifiers in code marks, such as `createApplication`. */
  readonly identifiers: readonly string[];
}

const pathLetters = /[\p{L}\p{M}\p{N}_@.+/-]+/gu;
const pathLike =
  /(?:[\p{L}\p{M}\p{N}_@.+-]+\/)*[\p{L}\p{M}\p{N}_@+-][\p{L}\p{M}\p{N}_@.+-]*\.[A-Za-z][A-Za-z0-9]{0,9}\b/gu;
const knownExtension =
  /\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|md|mdx|css|scss|less|html?|vue|svelte|astro|py|go|rs|java|kt|swift|rb|php|cs|c|h|cc|cpp|hpp|sh|sql|graphql|proto|txt|lock|ini|cfg|conf|xml|svg|env)$/i;
const withoutExtension =
  /(?:^|[\s`(])((?:[\w.-]+\/)*(?:Dockerfile|Makefile|\.gitignore|\.dockerignore|\.npmrc|CODEOWNERS))(?=[\s`),.:]|$)/g;

const folderLike = /(?<![\p{L}\p{M}\p{N}_@.+/-])((?:[\p{L}\p{M}\p{N}_@.+-]+\/)+)(?=[\s`'")\],.;:*]|$)/gu;
/** Text in code marks. */
const marked = /`([^`\n]{1,500})`/g;

/**
 * What a requirement's text names of the repository. A path that no file has is taken as one to be made when it has a folder
 * and an extension that sources have; a bare file name that several files have names nothing.
 */
export function readMentions(text: string, trackedFiles: readonly string[]): Mentions {
  const tracked = new Set(trackedFiles);
  const existing = new Set<string>();
  const created = new Set<string>();
  const prose = text.replaceAll(/\bhttps?:\/\/\S+/g, ' ').replaceAll(marked, (whole, inner: string) => {
    const path = inner.trim().replace(/^\.\//, '');
    if (tracked.has(path)) existing.add(path);
    else if (isOddPath(path, trackedFiles)) created.add(path);
    else return whole;
    return ' ';
  });
  const words = runsOf(prose, pathLetters).flatMap((run) =>
    [...run.matchAll(pathLike)].map(({ 0: path, index }) => ({ path, isRooted: run[index - 1] === '/' })),
  );
  const names = [...prose.matchAll(withoutExtension)].map(([, path = '']) => ({ path, isRooted: false }));
  for (const { path: word, isRooted } of [...words, ...names]) {
    const path = word.replace(/^\.\//, '');
    const found = tracked.has(path) ? [path] : trackedFiles.filter((file) => file.endsWith(`/${path}`));
    if (found.length === 1) existing.add(found[0] as string);
    else if (found.length === 0 && isToBeMade(path, isRooted, trackedFiles)) created.add(path);
  }
  const folders = [...prose.matchAll(folderLike)]
    .map(([, folder = '']) => folder.replace(/^\.\//, ''))
    .filter((folder) => folder.length <= longestPath && isFolder(folder, trackedFiles));
  return {
    existing: [...existing].sort(),
    created: [...created].sort(),
    folders: [...new Set(folders.map((folder) => folder.slice(0, -1)))].sort(),
    identifiers: [
      ...new Set([...prose.matchAll(/`([A-Za-z_$][\w$]{3,})(?:\([^`]*\))?`/g)].map(([, name = '']) => name)),
    ].sort(),
  };
}

/** A path that begins with a slash is one of some machine, unless the repository has a folder of its first name. */
function isToBeMade(path: string, isRooted: boolean, trackedFiles: readonly string[]): boolean {
  if (!path.includes('/') || !knownExtension.test(path) || path.includes('..')) return false;
  return !isRooted || isBelowFolder(path, trackedFiles);
}

/** Whether a folder that is there has the path's first name. */
function isBelowFolder(path: string, trackedFiles: readonly string[]): boolean {
  const top = path.slice(0, path.indexOf('/') + 1);
  return top !== '' && trackedFiles.some((file) => file.startsWith(top));
}

/** In code marks a path may have spaces and brackets, as in `app/[id]/my page.tsx`: one that is to be made in a folder that is there, and no command. */
function isOddPath(path: string, trackedFiles: readonly string[]): boolean {
  const isPlain = /^[\w@.+/-]*$/.test(path);
  if (isPlain || !knownExtension.test(path) || path.includes('..') || /[*?{}<>|;&'"=\\,:]/.test(path)) return false;
  const isOne = (path.match(pathLike) ?? []).length <= 1;
  return isOne && isBelowFolder(path, trackedFiles);
}

/** One that is there, or one to be made, which has another above it: a word with a slash after it is not enough. */
function isFolder(folder: string, trackedFiles: readonly string[]): boolean {
  if (folder === '' || folder.includes('..') || folder.startsWith('.git/')) return false;
  return trackedFiles.some((file) => file.startsWith(folder)) || folder.split('/').length > 2;
}
