import type { GitPlace } from '@cdev/git';
import { readChange } from './change.ts';
import type { Verdict } from './law.ts';
import { approvals } from './laws/approvals.ts';
import { ownerKept } from './laws/owner-kept.ts';
import { recordedBenchmarks } from './laws/recorded-benchmarks.ts';
import type { PullRequest } from './pull-request.ts';

export interface CheckChangeOptions {
  /** Revisions. */
  readonly base: string;
  readonly head: string;
  /** Its pull request, with its reviews; or why there is none. */
  readonly pull: PullRequest | { readonly notRun: string };
}

/** Judges what a branch adds by every law. @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_NOT_A_REPOSITORY */
export async function checkChange(
  place: GitPlace,
  { base, head, pull }: CheckChangeOptions,
): Promise<readonly Verdict[]> {
  const change = await readChange(place, { base, head });
  return [approvals(change, pull), recordedBenchmarks(change), ownerKept(change)];
}
