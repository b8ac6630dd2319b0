import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listWorktrees } from '../list-worktrees.ts';
import { openRepository } from '../repository.ts';
import { isProcessAlive } from './process-identity.ts';

export interface LockedBranch {
  /** The worktree's folder, or a bare repository. */
  readonly worktree: string;
  /** Short name. */
  readonly branch: string;
  /** Milliseconds for a git that is at work to end. Default 5,000. */
  readonly patience?: number | undefined;
}

/** What git locks in a worktree's own git directory. */
const own = ['HEAD.lock', 'index.lock', 'ORIG_HEAD.lock', 'MERGE_HEAD.lock', 'config.worktree.lock'];

/**
 * Removes the lock files that a git which was killed has left in a worktree and on a branch; nobody else ever would, and no later git gets past them. Only for
 * whoever has both in hand, only where the system tells which programs live (Linux), and only when no git is at work there, nor in the main working tree for the
 * branch, and no program has the file open. git writes the new content into the lock file and renames it, so what it protects is as it was before.
 * @returns the files that were removed
 */
export async function clearStaleLocks({ worktree, branch, patience = 5000 }: LockedBranch): Promise<readonly string[]> {
  const { gitDir, commonDir } = await openRepository(worktree);
  const inside = [worktree, gitDir];
  const cleared = await clear(
    own.map((name) => join(gitDir, name)),
    { patience, foldersOf: () => inside },
  );
  const around = async (): Promise<readonly string[]> => {
    const [main] = await listWorktrees(worktree);
    return [...inside, commonDir, ...(main ? [main.path] : [])];
  };
  const ofBranch = await clear([join(commonDir, 'refs/heads', `${branch}.lock`)], { patience, foldersOf: around });
  return [...cleared, ...ofBranch];
}

/** Those that nobody at work in these folders can have. One that is at work now has mostly ended in a moment. */
async function clear(
  files: readonly string[],
  { patience, foldersOf }: { patience: number; foldersOf: () => readonly string[] | Promise<readonly string[]> },
): Promise<readonly string[]> {
  const present = files.filter((file) => existsSync(file));
  if (present.length === 0) return [];
  const folders = await foldersOf();
  for (const deadline = performance.now() + patience; isInUse(present, folders) !== false; await pause(50))
    if (performance.now() > deadline) return [];
  // What a git that has ended meanwhile has taken away itself is not ours to tell of.
  const left = present.filter((file) => existsSync(file));
  for (const file of left) rmSync(file, { force: true });
  return left;
}

/** Whether a git works in one of these folders, or any program has one of the files open; undefined where the system does not tell. */
function isInUse(files: readonly string[], folders: readonly string[]): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && (isGitIn(folders, pid) || hasOpen(files, pid)));
}

function isGitIn(folders: readonly string[], pid: string): boolean {
  try {
    if (!readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('git') || !isProcessAlive(Number(pid))) return false;
    const place = readlinkSync(`/proc/${pid}/cwd`);
    return folders.some((folder) => place === folder || place.startsWith(`${folder}${sep}`));
  } catch {
    // It has ended meanwhile; or it is another user's, who is not looked into.
    return false;
  }
}

/** Editors have a git of their own, of another name. */
function hasOpen(files: readonly string[], pid: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((number) => files.includes(linkOf(`/proc/${pid}/fd/${number}`)));
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return '';
  }
}
