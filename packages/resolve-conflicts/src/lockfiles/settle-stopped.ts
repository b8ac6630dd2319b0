import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLockfiles, type DecidedConflicts, type OpenConflict } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { askFields, git, readBlobs, replaceInTree } from '@cdev/git';

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
  const settled = await treeOfIndex(worktree);
  const tree = await replaceInTree(worktree, settled, [
    ...decided.resolved,
    ...(await asOursHasThem(worktree, lockfiles)),
  ]);
  const { resolved, open } = await writeLockfiles(worktree, { tree, lockfiles, signal, env });
  return { resolved: [...decided.resolved, ...resolved].sort(byPath), open: [...rest, ...open].sort(byPath) };
}

/** What is not in conflict there. */
async function treeOfIndex(worktree: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const entries = await askFields(worktree, ['ls-files', '--stage', '-z', '--full-name', '--', ':/']);
    const input = entries.filter((entry) => /^\d+ [0-9a-f]+ 0\t/.test(entry)).map((entry) => `${entry}\0`);
    await git(worktree, ['update-index', '-z', '--add', '--index-info'], { env, input: input.join('') });
    return (await git(worktree, ['write-tree'], { env })).stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function asOursHasThem(
  worktree: string,
  lockfiles: readonly OpenConflict[],
): Promise<{ path: string; mode: string; content: Buffer | null }[]> {
  const blobs = await readBlobs(
    worktree,
    lockfiles.flatMap(({ ours }) => ours?.oid ?? []),
  );
  return lockfiles.map(({ path, ours }) => ({
    path,
    mode: ours?.mode ?? '100644',
    content: blobs.get(ours?.oid ?? '') ?? null,
  }));
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
