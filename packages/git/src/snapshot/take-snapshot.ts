import { isCdevError } from '@cdev/core/errors';
import { commitTree } from '../commit-tree.ts';
import { git, type GitPlace } from '../git.ts';
import { listRefs, type Ref } from '../list-refs.ts';
import { resolveCommit, resolveTree } from '../revision.ts';
import { status } from '../status.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { nextName, nextRef, updateRef } from '../update-ref.ts';
import { captureTree } from './capture-tree.ts';

export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
  readonly ref: string;
  /** Repositories inside the working tree: their files are held, their own history is not. Sorted. */
  readonly nested: readonly string[];
}

export interface TakeSnapshotOptions {
  /** Full name of the ref to create; one that ends in `/` gets the next free number. */
  readonly ref: string;
  readonly message: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps staged, unstaged and untracked (not ignored) work in a commit on HEAD, flushed to disk. Neither index nor working tree is
 * touched and no hook runs. What was staged and then changed again is the second parent's tree. Undefined when there is nothing beyond
 * HEAD. With a numbered ref, the newest one is given back when it holds just this.
 * @throws CDEV_E_GIT_REF_MOVED when `ref` exists, CDEV_E_SUBPROCESS_FAILED when a file cannot be read.
 */
export async function takeSnapshot(worktree: GitPlace, options: TakeSnapshotOptions): Promise<Snapshot | undefined> {
  const { signal } = options;
  const changes = await status(worktree, { signal });
  if (changes.length === 0) return undefined;
  const nested = changes
    .filter(({ kind, isRepository }) => kind === 'untracked' && isRepository)
    .map(({ path }) => path);
  const head = await resolveCommit(worktree, 'HEAD');
  const base = head === undefined ? await emptyTree(worktree) : await resolveTree(worktree, head);
  const { tree, staged } = await withTemporaryFolder((folder) => captureTree(worktree, { folder, changes, signal }));
  const isStagedApart = staged !== undefined && staged !== base && staged !== tree;
  if (tree === base && !isStagedApart) return undefined;
  const trees = isStagedApart ? [tree, staged] : [tree];
  return { ...(await keep(worktree, { ...options, head, trees })), tree, nested };
}

interface Keeping extends TakeSnapshotOptions {
  readonly head: string | undefined;
  /** The tree, and what was staged apart from it. */
  readonly trees: readonly string[];
}

async function keep(worktree: GitPlace, keeping: Keeping): Promise<{ commit: string; ref: string }> {
  const { ref, message, trees, head } = keeping;
  const isNumbered = ref.endsWith('/');
  const refs = isNumbered ? await listRefs(worktree, ref) : [];
  const newest = await newestEqual(worktree, keeping, refs);
  if (newest) return newest;
  const [tree = '', staged] = trees;
  const rest = { author: keeper, committer: keeper };
  const parents = head === undefined ? [] : [head];
  if (staged !== undefined)
    parents.push(await commitTree(worktree, { tree: staged, parents, message: `Index of: ${message}`, ...rest }));
  const commit = await commitTree(worktree, { tree, parents, message, ...rest });
  const name = isNumbered ? nextName(ref, refs) : ref;
  return { commit, ref: await createRef(worktree, { ref, name, commit, message }) };
}

/** Not the user: a snapshot must be possible where no identity is configured, and is no work of theirs. */
const keeper = { name: 'cdev', email: 'cdev@localhost' };

async function createRef(
  worktree: GitPlace,
  { ref, commit, message, ...first }: { ref: string; name: string; commit: string; message: string },
): Promise<string> {
  for (let { name } = first; ; name = await nextRef(worktree, ref)) {
    try {
      await updateRef(worktree, { ref: name, to: commit, from: undefined, reason: message });
      return name;
    } catch (error) {
      // Somebody took the number first; an exact name is the caller's affair.
      if (name === ref || !isCdevError(error, 'CDEV_E_GIT_REF_MOVED')) throw error;
    }
  }
}

async function newestEqual(
  worktree: GitPlace,
  { head, trees }: Keeping,
  refs: readonly Ref[],
): Promise<{ commit: string; ref: string } | undefined> {
  const newest = refs.toSorted((a, b) => numberOf(b.name) - numberOf(a.name))[0];
  if (!newest) return undefined;
  const held = await Promise.all([
    resolveTree(worktree, newest.oid),
    resolveCommit(worktree, `${newest.oid}^1`),
    resolveTree(worktree, `${newest.oid}^2`).catch(() => undefined),
  ]);
  const isEqual = held[0] === trees[0] && held[1] === head && held[2] === trees[1];
  return isEqual ? { commit: newest.oid, ref: newest.name } : undefined;
}

function numberOf(ref: string): number {
  return Number(ref.slice(ref.lastIndexOf('/') + 1)) || 0;
}

async function emptyTree(worktree: GitPlace): Promise<string> {
  return (await git(worktree, ['mktree'], { input: '', isQuestion: true })).stdout.trim();
}
