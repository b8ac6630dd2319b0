import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { git, withLock, writeFileAtomic } from '@cdev/git';
import { worktreesLock } from './metadata.ts';

export interface Filling {
  /** Canonical path of the worktree. */
  readonly path: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly sparse?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Says that the worktree has never been handed to anybody, so that files in it are half of a checkout and no work. */
const marker = 'cdev-unfilled';

export async function markUnfilled(gitDir: string): Promise<void> {
  await writeFileAtomic(join(gitDir, marker), '');
}

export async function isUnfilled(gitDir: string): Promise<boolean> {
  return exists(join(gitDir, marker));
}

/**
 * Writes the files of the branch's commit. Two that fill the same folder wait for each other; a folder that is complete is not touched.
 * True when files were written.
 */
export async function fillWorktree(filling: Filling): Promise<boolean> {
  const { path, gitDir, signal } = filling;
  // In the worktree's own git directory, so that it goes when that goes.
  const lock = join(gitDir, 'cdev-fill.lock');
  return withLock(lock, { what: `filling ${path}`, waitLimit: 600_000, signal }, async () => {
    const hasIndex = await exists(join(gitDir, 'index'));
    const isEmpty = (await readdir(path)).every((name) => name === '.git');
    if ((await isUnfilled(gitDir)) || (!hasIndex && isEmpty)) await checkOut(filling);
    else if (isEmpty) await restoreFromIndex(filling);
    else return false;
    return true;
  });
}

/** No recursion into submodules: they would be fetched. */
const settings = ['-c', 'submodule.recurse=false', '-c', 'advice.updateSparsePath=false'];

async function checkOut(filling: Filling): Promise<void> {
  const { path, gitDir, sparse, signal } = filling;
  await markUnfilled(gitDir);
  // Of a git that was killed; whoever holds the lock of the filling is the only one at work here.
  for (const name of ['index.lock', 'HEAD.lock']) await rm(join(gitDir, name), { force: true });
  if (sparse) await narrow(filling, sparse);
  await git(path, [...settings, 'reset', '--hard', '--quiet'], { hooks: false, signal });
  await rm(join(gitDir, marker), { force: true });
}

/**
 * The first sparse worktree makes git change the common configuration, for which several would race; the others only write what is their
 * own.
 */
async function narrow({ path, commonDir, signal }: Filling, folders: readonly string[]): Promise<void> {
  const input = folders.map((folder) => `${folder}\n`).join('');
  const set = (): Promise<unknown> =>
    git(path, [...settings, 'sparse-checkout', 'set', '--cone', '--stdin'], { hooks: false, signal, input });
  const args = ['config', '--type=bool', '--get', 'extensions.worktreeConfig'];
  const { stdout } = await git(path, args, { isQuestion: true, allowFailure: true });
  if (stdout.trim() === 'true') await set();
  else await withLock(worktreesLock(commonDir), { what: 'the configuration of the worktrees', signal }, set);
}

/** The folder was removed and the index is there: what was staged comes back too. */
async function restoreFromIndex({ path, signal }: Filling): Promise<void> {
  const options = { hooks: false, signal };
  await git(path, [...settings, 'checkout-index', '--all', '--quiet'], options);
  await git(path, ['update-index', '--quiet', '--refresh'], { ...options, allowFailure: true });
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
