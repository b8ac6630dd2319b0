import { commitTree, requireCommit, type GitPlace } from '@cdev/git';
import type { ResolveOptions } from './conflict/resolve-options.ts';
import { mergeBranches, type BranchMerge } from './merge-branches.ts';

export interface MergeCandidate {
  /** Agent or branch, for reasons. */
  readonly id: string;
  readonly commit: string;
}

export interface MergeInOrderOptions extends Omit<ResolveOptions, 'labels'> {
  readonly cwd: GitPlace;
  /** Where the first is merged, and how it is called. */
  readonly onto: { readonly commit: string; readonly name: string };
  readonly candidates: readonly MergeCandidate[];
  /** As for one merge. */
  readonly checksImports?: boolean | undefined;
  /** Completes a merge before the next is made upon it, such as `settleLockfiles`. */
  readonly finish?: ((merge: BranchMerge) => Promise<BranchMerge>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OrderedMerge extends MergeCandidate {
  /** What it was merged on: the place to begin with, and these candidates. */
  readonly on: readonly string[];
  readonly merge: BranchMerge;
  /** A commit of the merged tree, which no ref names; undefined when conflicts are open. Lock files in it may be those of ours. */
  readonly result: string | undefined;
}

/**
 * How candidates merge one upon the other. One with an open conflict is passed over and the next goes on without it; one whose lock file has
 * to be written anew counts as merged. A forecast: no ref is made or moved.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION
 */
export async function mergeInOrder(options: MergeInOrderOptions): Promise<OrderedMerge[]> {
  const { cwd, onto, candidates, finish = async (merge) => merge, ...rest } = options;
  let tip = await requireCommit(cwd, onto.commit);
  const merges: OrderedMerge[] = [];
  for (const candidate of candidates) {
    const on = merges.filter(({ result }) => result !== undefined).map(({ id }) => id);
    const labels = { ours: on.length === 0 ? onto.name : `${onto.name} with ${on.join(', ')}`, theirs: candidate.id };
    const merge = await finish(await mergeBranches({ ...rest, cwd, ours: tip, theirs: candidate.commit, labels }));
    const result = await commitForecast(cwd, merge);
    tip = result ?? tip;
    merges.push({ ...candidate, on, merge, result });
  }
  return merges;
}

const forecaster = { name: 'cdev', email: 'cdev@localhost' };

async function commitForecast(cwd: GitPlace, { tree, draft, ours, theirs }: BranchMerge): Promise<string | undefined> {
  const merged = tree ?? draft;
  if (merged === undefined) return undefined;
  // A fixed time makes the same commit of the same merge, so that repeated forecasts leave one object.
  const rest = { author: forecaster, committer: forecaster, time: '1970-01-01T00:00:00Z' };
  return commitTree(cwd, { tree: merged, parents: [ours, theirs], message: 'Forecast', ...rest });
}
