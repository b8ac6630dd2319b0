import { mergeBases, renamedPaths, type GitPlace, type MergeConflict } from '@cdev/git';
import type { Renames } from './two-files.ts';

export interface MergedCommits {
  /** Commits, or with `base` trees. */
  readonly ours: string;
  readonly theirs: string;
  readonly base?: string | undefined;
}

/** Where the files come from of which git says that both sides added them; undefined when there are none, or no one base. */
export async function findRenames(
  place: GitPlace,
  { ours, theirs, base }: MergedCommits,
  conflicts: readonly MergeConflict[],
): Promise<Renames | undefined> {
  if (!conflicts.some((one) => one.base === undefined && one.ours && one.theirs)) return undefined;
  const [only, ...more] = base === undefined ? await mergeBases(place, ours, theirs) : [base];
  if (only === undefined || more.length > 0) return undefined;
  const [left, right] = await Promise.all([ours, theirs].map((side) => renamedPaths(place, only, side)));
  return left && right && { ours: left, theirs: right };
}
