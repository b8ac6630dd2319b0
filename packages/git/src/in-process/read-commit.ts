import { isoTime, parseMessage, type Commit } from '../commit.ts';
import { listCommits } from '../commits-between.ts';
import { requireCommit } from '../revision.ts';
import { readerOf, type Reader } from './reader.ts';

/** A monitor looks at some hundreds; beyond this the memory is given back. */
const mostCommits = 20_000;

/**
 * The commit of that full id.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE.
 */
export async function readCommit(commonDir: string, oid: string): Promise<Commit> {
  const reader = await readerOf(commonDir);
  const known = reader.commits.get(oid);
  if (known) return known;
  const commit = (await decode(reader, oid)) ?? (await askNative(commonDir, oid));
  if (reader.commits.size >= mostCommits) reader.commits.clear();
  reader.commits.set(oid, commit);
  return commit;
}

async function decode({ isomorphic, source, isReadable }: Reader, oid: string): Promise<Commit | undefined> {
  if (!isReadable) return undefined;
  try {
    const { commit } = await isomorphic.readCommit({ ...source, oid });
    const { name, email } = commit.author;
    return {
      commit: oid,
      tree: commit.tree,
      parents: commit.parent,
      author: { name, email },
      time: isoTime(commit.committer.timestamp),
      ...parseMessage(commit.message),
    };
  } catch {
    // Alternates, SHA-256 and what else it does not know: the native git decides.
    return undefined;
  }
}

async function askNative(commonDir: string, oid: string): Promise<Commit> {
  const commits = await listCommits(commonDir, ['--no-walk', await requireCommit(commonDir, oid)]);
  return commits[0] as Commit;
}
