import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { enableWorktreeConfiguration, git, withLock, type ForkedGits } from '@cdev/git';
import { writeSparseCone } from './sparse-cone.ts';
import { isUnfilled, markFilled, markPath, markUnfilled, nameWriter, writerGone } from './unfilled-mark.ts';

export interface Filling {
  /** Canonical path of the worktree. */
  readonly path: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly sparse?: readonly string[] | undefined;
  /** For many that are filled one after the other. */
  readonly gits?: ForkedGits | undefined;
  readonly signal?: AbortSignal | undefined;
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
    if (await isUnfilled(gitDir)) return checkOut(filling);
    const isEmpty = (await readdir(path)).every((name) => name === '.git');
    if (!isEmpty) return false;
    if (await exists(join(gitDir, 'index'))) return restoreFromIndex(filling);
    await markUnfilled(gitDir);
    return checkOut(filling);
  });
}

/** No recursion into submodules: they would be fetched. */
const settings = ['-c', 'submodule.recurse=false'];
/** As `reset --hard`, without its second look at every file and without a note of where HEAD has been. */
const readTree = [...settings, 'read-tree', '--reset', '-u', 'HEAD'];

async function checkOut(filling: Filling): Promise<true> {
  const { path, gitDir, sparse, gits } = filling;
  await writerGone(filling);
  if (sparse) await narrow(filling, sparse);
  if ((await gits?.succeeds(readTree, { cwd: path, pidFile: markPath(gitDir) })) !== true) await checkOutAlone(filling);
  await markFilled(gitDir);
  return true;
}

/** With git's own words when it fails. */
async function checkOutAlone(filling: Filling): Promise<void> {
  const { path, gitDir, signal } = filling;
  await writerGone(filling);
  // Of a git that was killed; whoever holds the lock of the filling is the only one at work here.
  for (const name of ['index.lock', 'HEAD.lock']) await rm(join(gitDir, name), { force: true });
  await git(path, readTree, { hooks: false, signal, onStart: (pid) => nameWriter(gitDir, pid) });
}

async function narrow({ gitDir, commonDir }: Filling, folders: readonly string[]): Promise<void> {
  await enableWorktreeConfiguration(commonDir);
  writeSparseCone(gitDir, folders);
}

/** The folder was emptied and the index is there: what was staged comes back too. False when nothing was missing. */
async function restoreFromIndex({ path, signal }: Filling): Promise<boolean> {
  const options = { hooks: false, signal };
  const { stdoutBytes } = await git(path, ['ls-files', '-z', '--deleted'], { isQuestion: true, signal });
  if (stdoutBytes.length === 0) return false;
  await git(path, [...settings, 'checkout-index', '--all', '--quiet'], options);
  await git(path, ['update-index', '--quiet', '--refresh'], { ...options, allowFailure: true });
  return true;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
