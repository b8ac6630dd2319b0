import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { git, requireCommit, withLock, writeFileAtomic, type Repository } from '@cdev/git';
import { canonicalPath } from '../canonical-path.ts';
import { errors } from '../errors.ts';
import { forEachLimited } from '../for-each-limited.ts';
import { fillWorktree } from '../worktree/filling.ts';
import { worktreesLock } from '../worktree/metadata.ts';
import { hasPlainLayout } from '../worktree/plain-layout.ts';
import { markUnfilled } from '../worktree/unfilled-mark.ts';
import { headText, writeMetadata } from '../worktree/write-metadata.ts';
import { noteFolders } from './folder-times.ts';
import { poolLock, readEntries, self, writeEntry, type PoolEntry } from './pool-entries.ts';
import { sweepPool } from './sweep-pool.ts';

export interface FillPoolOptions {
  readonly repository: Repository;
  /** Absolute; on the file system of the worktrees to be, because a claim is a rename. */
  readonly folder: string;
  /** How many stand ready in the end. More than that are taken away. */
  readonly size: number;
  /** Commit or branch whose files they have. */
  readonly start: string;
  readonly workers?: number | undefined;
  readonly onReady?: ((entry: PoolEntry) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FilledPool {
  readonly entries: readonly PoolEntry[];
  /** How many were made, brought to another commit, and taken away by this call. */
  readonly made: number;
  readonly renewed: number;
  readonly removed: number;
}

/**
 * Worktrees without a branch that stand ready for `createWorktrees`. Those of another commit are brought to this one; those in hand of
 * another process are left to it; what a killed one has left is finished.
 * @throws CDEV_E_WORKSPACE_POOL_LAYOUT, CDEV_E_GIT_UNKNOWN_REVISION
 */
export async function fillPool(options: FillPoolOptions): Promise<FilledPool> {
  const { repository, size, workers = Math.min(8, availableParallelism()), onReady, signal } = options;
  const { commonDir } = repository;
  if (!(await hasPlainLayout(repository))) throw errors.make('CDEV_E_WORKSPACE_POOL_LAYOUT');
  const commit = await requireCommit(repository, options.start);
  const folder = await canonicalPath(options.folder);
  await mkdir(folder, { recursive: true });
  const { removed } = await sweepPool(repository, { size, signal });
  const held = new Map<string, PoolEntry>();
  const hold = (entry: PoolEntry): void => void held.set(entry.id, entry);
  try {
    const { renewed, made } = await reserve(repository, { folder, size, commit, signal, hold });
    const mine = [...held.values()];
    await forEachLimited(mine, workers, (entry) => fill(repository, { entry, commit, signal }));
    // git hashes files again that are as young as its index; one second later it need not.
    if (mine.length > 0) await pause(1100, undefined, { signal });
    await forEachLimited(mine, workers, async (entry) => {
      await git(entry.path, ['update-index', '-q', '--really-refresh'], { hooks: false, allowFailure: true, signal });
      const isSound = await isUntouched({ ...entry, commit }, signal);
      const state = isSound ? 'ready' : 'spoilt';
      await noteFolders(entry.path, entry.gitDir);
      const settled = await writeEntry(commonDir, { ...entry, commit, state, holder: undefined });
      held.delete(entry.id);
      onReady?.(settled);
    });
    return { entries: await readEntries(commonDir), made, renewed, removed };
  } catch (error) {
    // This process may live on and fill it another time; nobody else would touch what it holds.
    for (const entry of held.values()) await writeEntry(commonDir, { ...entry, holder: undefined });
    throw error;
  }
}

interface Reserving {
  readonly folder: string;
  readonly size: number;
  readonly commit: string;
  readonly signal: AbortSignal | undefined;
  /** Called with each that is now this call's to fill. */
  readonly hold: (entry: PoolEntry) => void;
}

async function reserve(
  repository: Repository,
  { folder, size, commit, signal, hold }: Reserving,
): Promise<{ readonly renewed: number; readonly made: number }> {
  const { commonDir } = repository;
  return withLock(poolLock(commonDir), { what: 'the pool of worktrees', signal }, async () => {
    const entries = (await readEntries(commonDir)).filter(({ state }) => state !== 'spoilt');
    const isLeft = ({ state, commit: other }: PoolEntry): boolean =>
      state === 'filling' || (state === 'ready' && other !== commit);
    const left = entries.filter((one) => isLeft(one) && !isOthers(one));
    for (const entry of left) hold(await writeEntry(commonDir, { ...entry, state: 'filling', holder: self() }));
    const present = entries.filter(({ state }) => state !== 'claimed').length;
    const made = Math.max(0, size - present);
    for (let number = 0; number < made; number += 1) hold(await begin(commonDir, { folder, commit, signal }));
    return { renewed: left.length, made };
  });
}

function isOthers({ state, holder }: PoolEntry): boolean {
  return state === 'filling' && holder !== undefined;
}

async function begin(
  commonDir: string,
  { folder, commit, signal }: Omit<Reserving, 'size' | 'hold'>,
): Promise<PoolEntry> {
  const id = randomBytes(4).toString('hex');
  const path = join(folder, `ready-${id}`);
  const lock = { what: `making the worktree ${path}`, waitLimit: 600_000, signal };
  const gitDir = await withLock(worktreesLock(commonDir), lock, async () =>
    writeMetadata({ commonDir, path, head: { commit } }),
  );
  return writeEntry(commonDir, { id, path, gitDir, commit, state: 'filling', holder: self() });
}

async function fill(
  { commonDir }: Repository,
  { entry, commit, signal }: { entry: PoolEntry; commit: string; signal: AbortSignal | undefined },
): Promise<void> {
  const { path, gitDir } = entry;
  await markUnfilled(gitDir);
  await writeFileAtomic(join(gitDir, 'HEAD'), headText({ commit }));
  await fillWorktree({ path, gitDir, commonDir, signal });
}

/** Exactly the files of its commit, and nothing that git ignores. */
async function isUntouched({ path, commit }: PoolEntry, signal: AbortSignal | undefined): Promise<boolean> {
  const args = ['status', '--porcelain=v2', '--branch', '--untracked-files=all', '--ignored'];
  const { ok, stdoutBytes } = await git(path, args, { isQuestion: true, allowFailure: true, hooks: false, signal });
  const lines = stdoutBytes.toString('utf8').trimEnd().split('\n');
  return ok && lines.includes(`# branch.oid ${commit}`) && lines.every((line) => line.startsWith('# '));
}
