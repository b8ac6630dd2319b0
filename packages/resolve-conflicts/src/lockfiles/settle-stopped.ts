import { writeLockfiles, type DecidedConflicts } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { askFields, byPath, replaceInTree, type TreeChange } from '@cdev/git';

/** What a package manager reads beside its lock file. */
const manifest =
  /(?:^|\/)(?:package\.json|pnpm-workspace\.yaml|\.npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml|\.pnpmfile\.[cm]?js)$/;

/**
 * Has the lock files of a merge that stopped written anew, once every manifest is decided: from what the index holds and what was decided.
 * Working tree and index stay as they are.
 */
export async function settleStopped(
  worktree: string,
  decided: DecidedConflicts,
  { signal, env }: Pick<Context, 'signal' | 'env'>,
): Promise<DecidedConflicts> {
  const lockfiles = decided.open.filter(({ regenerate }) => regenerate !== undefined);
  const rest = decided.open.filter(({ regenerate }) => regenerate === undefined);
  if (lockfiles.length === 0 || rest.some(({ path }) => manifest.test(path))) return decided;
  const tree = await replaceInTree(worktree, undefined, [
    ...(await settledEntries(worktree)),
    ...decided.resolved,
    // As ours has them, until their package manager writes them.
    ...lockfiles.map(({ path, ours }) => ({ path, content: null, mode: ours?.mode, oid: ours?.oid })),
  ]);
  const { resolved, open } = await writeLockfiles(worktree, { tree, lockfiles, signal, env });
  return { resolved: [...decided.resolved, ...resolved].sort(byPath), open: [...rest, ...open].sort(byPath) };
}

/** What is not in conflict there. */
export async function settledEntries(worktree: string): Promise<TreeChange[]> {
  const entries = await askFields(worktree, ['ls-files', '--stage', '-z', '--full-name', '--', ':/']);
  return entries.flatMap((entry) => {
    const { mode, oid, path } = /^(?<mode>\d+) (?<oid>[0-9a-f]+) 0\t(?<path>[^]+)$/.exec(entry)?.groups ?? {};
    return path === undefined ? [] : [{ path, content: null, mode, oid }];
  });
}
