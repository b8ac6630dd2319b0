import { forecastMerges } from '@cdev/git';
import type { Conflict } from './agent-view.ts';

/**
 * Conflicts between all pairs of tips (name → commit). Only pairs of which one commit is new are merged anew, so a refresh
 * without a new commit starts no process.
 */
export function createConflictForecast(
  cwd: string,
  signal: AbortSignal,
): (tips: ReadonlyMap<string, string>) => Promise<readonly Conflict[]> {
  const known = new Map<string, readonly string[]>();
  return async (tips) => {
    const names = [...tips.keys()];
    const pairs = names.flatMap((one, at) =>
      names.slice(at + 1).map((other) => ({ one, other, ours: tips.get(one) ?? '', theirs: tips.get(other) ?? '' })),
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
      return paths.length === 0 ? [] : [{ between: [one, other] as const, paths }];
    });
  };
}
