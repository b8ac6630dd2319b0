import { splitFields } from '../ask.ts';
import { commitTree } from '../commit-tree.ts';
import { git, type GitPlace } from '../git.ts';
import { plain, withKnownRevisions } from '../revision.ts';
import type { MergeResult } from './merge-result.ts';
import { parseMerge } from './parse-merge.ts';

export interface MergeTreesOptions {
  /** Commits; with `base`, trees will do. */
  readonly ours: string;
  readonly theirs: string;
  /** Merge on this base and not on the merge base of the two. */
  readonly base?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Merges with git's own three-way merge (renames, merge drivers) without index or working tree; the objects stay in the repository.
 * Unrelated histories merge on the empty tree. A conflict is a result, not an error.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function mergeTrees(place: GitPlace, options: MergeTreesOptions): Promise<MergeResult> {
  const { ours, theirs } =
    options.base === undefined ? options : await commitsOnBase(place, { ...options, base: options.base });
  const form = ['--write-tree', '-z', '--messages', '--allow-unrelated-histories'];
  const args = ['merge-tree', ...form, plain(ours), plain(theirs)];
  const { signal } = options;
  const result = await git(place, args, { isQuestion: true, signal, allowFailure: true });
  // A revision that is not there also ends with 1, the code of a conflict, but without a tree.
  if (result.stdoutBytes.length === 0) {
    await withKnownRevisions(place, [ours, theirs], () => git(place, args, { isQuestion: true, signal }));
  }
  const fields = splitFields(result.stdoutBytes.toString('utf8')).values();
  return parseMerge({ next: () => fields.next().value }, { isClean: result.exitCode === 0, hasMessages: true });
}

/** `--merge-base` came with git 2.40; three commits whose only history is the wanted base do the same. */
async function commitsOnBase(
  place: GitPlace,
  sides: { readonly base: string; readonly ours: string; readonly theirs: string },
): Promise<{ ours: string; theirs: string }> {
  const nobody = { name: 'cdev', email: 'cdev@localhost' };
  // A fixed time makes the same commit of the same tree, so that repeated merges leave one object.
  const rest = { author: nobody, committer: nobody, time: '1970-01-01T00:00:00Z' };
  const parents = [await commitTree(place, { tree: sides.base, parents: [], message: 'base', ...rest })];
  const [ours, theirs] = await Promise.all([
    commitTree(place, { tree: sides.ours, parents, message: 'ours', ...rest }),
    commitTree(place, { tree: sides.theirs, parents, message: 'theirs', ...rest }),
  ]);
  return { ours, theirs };
}
