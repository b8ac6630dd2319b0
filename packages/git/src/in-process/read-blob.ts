import { git } from '../git.ts';
import { readFileAt } from '../read-files.ts';
import { readerOf } from './reader.ts';
import { readTree, type TreeEntry } from './read-tree.ts';

export interface BlobPlace {
  /** Full id of a commit or tree. */
  readonly commit: string;
  readonly path: string;
}

/** The file's bytes at a commit; undefined when there is no such file. @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE. */
export async function readBlob(commonDir: string, { commit, path }: BlobPlace): Promise<Buffer | undefined> {
  const { isReadable } = await readerOf(commonDir);
  if (!isReadable) return readFileAt(commonDir, commit, path);
  let entry: TreeEntry = { name: '', mode: '040000', oid: commit, isFolder: true };
  for (const name of path.split('/')) {
    const next = entry.isFolder ? (await readTree(commonDir, entry.oid)).get(name) : undefined;
    if (!next) return undefined;
    entry = next;
  }
  return entry.isFolder || entry.mode === '160000' ? undefined : readContent(commonDir, entry.oid);
}

async function readContent(commonDir: string, oid: string): Promise<Buffer> {
  const { isomorphic, source, isReadable } = await readerOf(commonDir);
  const found = isReadable ? await isomorphic.readBlob({ ...source, oid }).catch(() => undefined) : undefined;
  if (found) return Buffer.from(found.blob);
  return (await git(commonDir, ['cat-file', 'blob', oid], { isQuestion: true })).stdoutBytes;
}
