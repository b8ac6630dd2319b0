import { mergeTrees, type GitPlace, type MergeConflict, type MergeResult } from '@cdev/git';
import { oneBase, type MergedCommits } from '../one-base.ts';
import { findRenames } from './find-renames.ts';
import { placeOf } from './reason-for.ts';
import type { FoundConflicts } from './resolve-conflicts.ts';

/**
 * The conflicts of a merge that stopped with what git said of them: an index holds versions and not what was done to a path, so the same merge
 * is made again beside it. As they were where that does not come to the same.
 */
export async function explainStopped(
  place: GitPlace,
  conflicts: readonly MergeConflict[],
  commits: MergedCommits,
): Promise<FoundConflicts> {
  const again = await mergeTrees(place, commits).catch(() => undefined);
  if (again === undefined) return { conflicts };
  const names = new Map<string, string>();
  const explained = conflicts.map((conflict) => {
    const found = findSame(again, conflict);
    if (found === undefined) return conflict;
    names.set(found.path, conflict.path);
    return { ...conflict, kind: found.kind };
  });
  const messages = again.messages
    .map((message) => ({ ...message, paths: message.paths.map((path) => names.get(path) ?? path) }))
    .filter(({ paths }) => paths.some((path) => conflicts.some((conflict) => conflict.path === path)));
  return {
    conflicts: explained,
    messages,
    renames: await findRenames(place, { ...commits, base: oneBase(place, commits) }, conflicts),
  };
}

/** A path that git sets aside is called after the side, which is a branch here and a commit there. */
function findSame({ conflicts }: MergeResult, { path, base, ours, theirs }: MergeConflict): MergeConflict | undefined {
  return conflicts.find(
    (one) =>
      (one.path === path || (one.path !== placeOf(one.path) && placeOf(one.path) === placeOf(path))) &&
      one.base?.oid === base?.oid &&
      one.ours?.oid === ours?.oid &&
      one.theirs?.oid === theirs?.oid,
  );
}
