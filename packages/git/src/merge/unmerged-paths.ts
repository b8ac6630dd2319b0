import { askFields } from '../ask.ts';
import type { GitPlace } from '../git.ts';
import { byPath } from '../order.ts';
import type { MergeConflict } from './merge-result.ts';
import { kindOf, sideOfStage, type Sides } from './parse-merge.ts';

/**
 * The conflicts of a merge, rebase, cherry-pick or stash that stopped in this working tree: what its index holds as unmerged, sorted by
 * path. The kind follows from the sides alone, so a rename shows as what it did to each path.
 */
export async function unmergedPaths(worktree: GitPlace): Promise<MergeConflict[]> {
  const fields = await askFields(worktree, ['ls-files', '--unmerged', '-z', '--full-name', '--', ':/']);
  const conflicts = new Map<string, Sides>();
  for (const field of fields) {
    const [meta = '', ...path] = field.split('\t');
    const [mode = '', oid = '', stage = ''] = meta.split(' ');
    const known = conflicts.get(path.join('\t')) ?? { base: undefined, ours: undefined, theirs: undefined };
    conflicts.set(path.join('\t'), { ...known, [sideOfStage[stage as '1' | '2' | '3']]: { mode, oid } });
  }
  return [...conflicts].map(([path, sides]) => ({ path, kind: kindOf(sides, undefined), ...sides })).sort(byPath);
}
