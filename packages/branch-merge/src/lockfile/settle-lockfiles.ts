import { byPath, replaceInTree, type GitPlace } from '@cdev/git';
import type { BranchMerge } from '../merge-branches.ts';
import { writeLockfiles, type WriteLockfilesOptions } from './write-lockfiles.ts';

/** A merge of which nothing but lock files is open, with these written anew; any other, and one where that fails, stays open. */
export async function settleLockfiles(
  place: GitPlace,
  merge: BranchMerge,
  options: Pick<WriteLockfilesOptions, 'env' | 'signal'>,
): Promise<BranchMerge> {
  const { draft, conflicts } = merge;
  if (draft === undefined) return merge;
  const { resolved, open } = await writeLockfiles(place, { ...options, tree: draft, lockfiles: conflicts });
  if (open.length > 0) return { ...merge, conflicts: open };
  const tree = await replaceInTree(place, draft, resolved);
  return { ...merge, tree, draft: undefined, conflicts: [], resolved: [...merge.resolved, ...resolved].sort(byPath) };
}
