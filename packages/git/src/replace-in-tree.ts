import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, askFields } from './ask.ts';
import { errors } from './errors.ts';
import { git, type GitPlace } from './git.ts';
import { resolveTree } from './revision.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

export interface TreeChange {
  readonly path: string;
  /** `null` removes the path. */
  readonly content: string | Uint8Array | null;
  /** Octal mode; default: what the path has in the tree, else 100644. */
  readonly mode?: string | undefined;
  /** An object to take in place of `content`, which needs not be there for a submodule's commit. */
  readonly oid?: string | undefined;
}

/** One line of an index: `oid` undefined removes the path. */
export interface IndexEntry {
  readonly path: string;
  readonly mode: string;
  readonly oid: string | undefined;
}

/**
 * Id of a new tree: `tree` (commit or tree; undefined for an empty one) with the changes. Neither index nor working tree is touched.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_PATH_REFUSED.
 */
export async function replaceInTree(
  place: GitPlace,
  tree: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  const start = tree === undefined ? undefined : await resolveTree(place, tree);
  return withTemporaryFolder(async (folder) => {
    const oids = await writeBlobs(place, folder, changes);
    const modes = await modesOf(place, start, changes);
    const entries = changes.map(({ path, mode }, at) => ({
      path,
      mode: mode ?? modes.get(path) ?? '100644',
      oid: oids[at],
    }));
    return writeTree(place, { folder, start, entries });
  });
}

/** The tree that `start` with the entries makes, by an index in `folder`. */
export async function writeTree(
  place: GitPlace,
  { folder, start, entries }: { folder: string; start: string | undefined; entries: readonly IndexEntry[] },
): Promise<string> {
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  if (start !== undefined) await git(place, ['read-tree', start], { env, isQuestion: true });
  await updateIndex(place, entries, env);
  return (await ask(place, ['write-tree'], { env })).trim();
}

/** Writes the entries into the index that `env` names. A file replaces a folder of its name, and the other way round. */
export async function updateIndex(
  place: GitPlace,
  entries: readonly IndexEntry[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const input = entries
    .map(({ path, mode, oid }) => (oid === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${oid}\t${path}\0`))
    .join('');
  const args = ['update-index', '-z', '--add', '--replace', '--index-info'];
  const { stderr } = await git(place, args, { env, input, isQuestion: true });
  // git leaves such a path out, reports success and only mentions it.
  const path = /^Ignoring path (.*)$/m.exec(stderr)?.[1];
  if (path !== undefined) throw errors.make('CDEV_E_GIT_PATH_REFUSED', { path });
}

/** Object ids in the order of the changes, all written by one process; undefined for a removal. */
async function writeBlobs(
  place: GitPlace,
  folder: string,
  changes: readonly TreeChange[],
): Promise<(string | undefined)[]> {
  const files: string[] = [];
  for (const { content, oid } of changes) {
    if (content === null || oid !== undefined) continue;
    const file = join(folder, `blob-${files.length}`);
    await writeFile(file, content);
    files.push(file);
  }
  if (files.length === 0) return changes.map(({ oid }) => oid);
  const input = files.map((file) => `${file}\n`).join('');
  const { stdout } = await git(place, ['hash-object', '-w', '--no-filters', '--stdin-paths'], {
    input,
    isQuestion: true,
  });
  const oids = stdout.trim().split('\n').values();
  return changes.map(({ content, oid }) => oid ?? (content === null ? undefined : oids.next().value));
}

async function modesOf(
  place: GitPlace,
  tree: string | undefined,
  changes: readonly TreeChange[],
): Promise<Map<string, string>> {
  const isAsked = changes.some(({ content, mode }) => content !== null && mode === undefined);
  if (tree === undefined || !isAsked) return new Map();
  const fields = await askFields(place, ['ls-tree', '-r', '-z', '--full-tree', tree]);
  return new Map(fields.map((field) => [field.slice(field.indexOf('\t') + 1), field.slice(0, 6)]));
}
