import { isoTime, parseMessage, type Commit } from '../commit.ts';
import { listCommits } from '../commits-between.ts';
import { requireCommit } from '../revision.ts';
import { readerOf, type Reader } from './reader.ts';
import { remember } from './remember.ts';

/**
 * The commit of that full id.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE.
 */
export async function readCommit(commonDir: string, oid: string): Promise<Commit> {
  const reader = await readerOf(commonDir);
  return remember(reader.commits, oid, async () => (await decode(reader, oid)) ?? askNative(commonDir, oid));
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
