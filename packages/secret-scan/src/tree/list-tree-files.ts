import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { askFields, type GitPlace } from '@cdev/git';
import { folderPrefix } from './folder-prefix.ts';
import { unopened, type SkippedFile } from './unopened.ts';

export interface TreeFiles {
  /** From the root, with `/`, sorted as git lists them; links, folders and special files may be among them. */
  readonly paths: readonly string[];
  /** Files that git ignores and that usually hold secrets; they are not in `paths`. */
  readonly ignored: readonly string[];
  /** Folders of which no list could be had. */
  readonly skipped: readonly SkippedFile[];
}

/** Names of files that are made to hold secrets. */
const keepsSecrets =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.npmrc|\.netrc|\.pypirc|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore|tfstate))$/;

/** Tracked files and those that git does not ignore, submodules and repositories within included; without git every file below the folder. */
export async function listTreeFiles(
  root: string,
  repository: GitPlace | undefined,
  signal?: AbortSignal,
): Promise<TreeFiles> {
  if (repository === undefined) {
    const found = { paths: [], skipped: [] };
    walk(folderPrefix(root), '', found);
    return { ...found, ignored: [] };
  }
  const skipped: SkippedFile[] = [];
  const [listed, ignored] = await Promise.all([
    filesOf(repository, { root, prefix: '' }, skipped, signal),
    ask(repository, ['--others', '--ignored', '--exclude-standard', '--directory'], signal),
  ]);
  return { paths: listed, ignored: ignored.filter((path) => keepsSecrets.test(path)), skipped };
}

interface TreeFolder {
  readonly root: string;
  /** From the root to what the repository has, with `/` at its end. */
  readonly prefix: string;
}

async function filesOf(
  repository: GitPlace,
  { root, prefix }: TreeFolder,
  skipped: SkippedFile[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const folder = join(root, prefix);
  const entries = await ask(repository, ['--stage', '--cached', '--others', '--exclude-standard'], signal);
  const paths: string[] = [];
  const own = new Map(entries.map(ownPath));
  // What git says in the folder of a submodule that was not fetched: it is none of a repository of its own.
  if (own.has('./')) {
    walk(folderPrefix(root), prefix, { paths, skipped });
    return paths;
  }
  for (const [path, isInner] of own)
    if (isInner) {
      if (!isFolder(join(folder, path))) continue;
      const inner = { root, prefix: `${prefix}${path.replace(/\/$/, '')}/` };
      paths.push(...(await filesOf(join(root, inner.prefix), inner, skipped, signal)));
    } else paths.push(prefix + path);
  return paths;
}

const staged = /^(\d{6}) [\da-f]{40,64} [0-3]\t/;

/** The path of an entry, and whether a repository of its own is there: a submodule, or one that is not tracked. */
function ownPath(entry: string): [path: string, isInner: boolean] {
  const found = staged.exec(entry);
  return found === null ? [entry, entry.endsWith('/')] : [entry.slice(found[0].length), found[1] === '160000'];
}

async function ask(place: GitPlace, args: readonly string[], signal: AbortSignal | undefined): Promise<string[]> {
  return askFields(place, ['ls-files', '-z', ...args], { signal });
}

/** A submodule stands in the index also where its folder is gone. */
function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

interface Found {
  readonly paths: string[];
  readonly skipped: SkippedFile[];
}

/** Depth first; links are not followed. */
function walk(folder: string, prefix: string, found: Found): void {
  for (const entry of entriesOf(folder, prefix, found)) {
    const path = prefix + entry.name;
    if (entry.isFile()) found.paths.push(path);
    else if (entry.isDirectory() && entry.name !== '.git') walk(folder, `${path}/`, found);
  }
}

/** None of a folder below that cannot be read, which is told; the first one has to be there. */
function entriesOf(folder: string, prefix: string, { skipped }: Found): Dirent[] {
  try {
    return readdirSync(folder + prefix || '.', { withFileTypes: true });
  } catch (error) {
    if (prefix === '') throw error;
    skipped.push({ path: prefix, reason: unopened(prefix, error) });
    return [];
  }
}
