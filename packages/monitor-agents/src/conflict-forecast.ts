import { forecastMerges } from '@cdev/git';
import type { Conflict } from './agent-view.ts';
import type { Tip } from './tips-to-merge.ts';

/**
 * Conflicts between all pairs of tips. Only pairs of which one commit is new are merged anew, so a refresh
 * without a new commit starts no process.
 */
export function createConflictForecast(
  cwd: string,
  signal: AbortSignal,
): (tips: ReadonlyMap<string, Tip>) => Promise<readonly Conflict[]> {
  const known = new Map<string, readonly string[]>();
  return async (tips) => {
    const names = [...tips.keys()];
    const pairs = names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .map((other) => ({ one, other, ours: tips.get(one)?.commit ?? '', theirs: tips.get(other)?.commit ?? '' })),
    );
    const open = pairs.filter(({ ours, theirs }) => !known.has(`${ours} ${theirs}`));
    const merges = await forecastMerges(
      cwd,
      open.map(({ ours, theirs }) => ({ ours, theirs })),
      { signal },
    );
    merges.forEach(({ ours, theirs, conflicts }) =>
      known.set(`${ours} ${theirs}`, [...new Set(conflicts.map(({ path }) => path))].sort()),
    );
    return pairs.flatMap(({ one, other, ours, theirs }) => {
      const paths = known.get(`${ours} ${theirs}`) ?? [];
      if (paths.length === 0) return [];
      const uncommitted = [one, other].filter((name) => tips.get(name)?.isUncommitted);
      return [{ between: [one, other] as const, paths, uncommitted }];
    });
  };
}
