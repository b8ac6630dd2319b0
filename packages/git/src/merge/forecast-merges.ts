import type { GitPlace } from '../git.ts';
import type { MergeResult } from './merge-result.ts';
export interface MergePair {
  readonly ours: string;
  readonly theirs: string;
}
export interface MergeForecast extends Omit<MergeResult, 'tree'>, MergePair {}
export interface ForecastOptions {
  /** Processes at once. Default: as many as the machine has processors, at most 4. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
/** How each pair of commits would merge, in the order of `pairs`. Leaves no object behind. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function forecastMerges(
  place: GitPlace,
  pairs: readonly MergePair[],
  options: ForecastOptions = {},
): Promise<MergeForecast[]> {
  throw new Error('on its way');
}
