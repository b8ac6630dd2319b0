import { renamedPaths, type GitPlace, type MergeConflict } from '@cdev/git';
import type { MergedCommits, OneBase } from '../one-base.ts';
import type { Renames } from './two-files.ts';

/** Where the files come from of which git says that both sides added them; undefined when there are none, or no one base. */
export async function findRenames(
  place: GitPlace,
  { ours, theirs, base }: Pick<MergedCommits, 'ours' | 'theirs'> & { readonly base: OneBase },
  conflicts: readonly MergeConflict[],
): Promise<Renames | undefined> {
  if (!conflicts.some((one) => one.base === undefined && one.ours && one.theirs)) return undefined;
  const from = await base();
  if (from === undefined) return undefined;
  const [left, right] = await Promise.all([ours, theirs].map((side) => renamedPaths(place, from, side)));
  return left && right && { ours: left, theirs: right };
}
