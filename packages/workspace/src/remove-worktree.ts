import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  git,
  listWorktrees,
  resolveCommit,
  resolveTree,
  withLock,
  writeFileAtomic,
  type Repository,
  type Snapshot,
} from '@cdev/git';
import { canonicalPath } from './canonical-path.ts';
import { errors } from './errors.ts';
import { removeFolder } from './remove-folder.ts';
import { isUnfilled } from './worktree/unfilled-mark.ts';
import { findMetadata, readGitFile, removeMetadata, worktreesLock, type Metadata } from './worktree/metadata.ts';
import { inTheWay } from './worktree/register-worktree.ts';
import { saveWork, type WorkToSave } from './worktree/save-work.ts';

export interface RemoveWorktreeOptions {
  readonly repository: Repository;
  /** Absolute path of the folder. */
  readonly path: string;
  /** Its commits must be contained in this ref (such as the target branch), unless `snapshotRef` keeps them. Default: in any ref. */
  readonly containedIn?: string | undefined;
  /** Ref to keep unsaved work and commits on before the folder goes; a name ending in `/` gets the next free number. */
  readonly snapshotRef?: string | undefined;
  /** Called when everything is held and before anything is removed; a failure stops the removal. */
  readonly onHeld?: ((held: HeldWorktree) => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What proves that nothing is lost with the folder. */
export interface HeldWorktree {
  /** Where its HEAD was. */
  readonly head: string;
  /** Its files as they are. */
  readonly tree: string;
  /** The commit of that tree, or of the files that a removal before this one had found. */
  readonly commit: string;
  /** The snapshot's, when there was something that was not committed. */
  readonly ref: string | undefined;
  /** Files, and folders ending in a slash, that git ignores: they go. */
  readonly ignored: readonly string[];
}

export interface RemovedWorktree {
  readonly path: string;
  readonly branch: string | undefined;
  /** Where its HEAD was. */
  readonly commit: string | undefined;
  /** What was kept on `snapshotRef`, if there was something to keep. */
  readonly snapshot: Snapshot | undefined;
  readonly outcome: 'removed' | 'absent';
}

/** Says that the removal has begun: missing files are no work that would be lost. */
const marker = 'cdev-removing';

/**
 * Removes the folder and its metadata, not its branch; ignored files go too. Linked folders inside are not followed. A removal that was
 * cut off is finished by the next one.
 * @throws CDEV_E_WORKSPACE_UNSAVED_WORK (uncommitted work, or commits that are not contained, and no `snapshotRef`; or what no snapshot can
 * hold), CDEV_E_WORKSPACE_LOCKED, CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY (no linked worktree of this repository).
 */
export async function removeWorktree(options: RemoveWorktreeOptions): Promise<RemovedWorktree> {
  const { repository } = options;
  const path = await canonicalPath(options.path);
  const metadata = await findMetadata(repository.commonDir, path);
  const hasFolder = await exists(path);
  const absent = { path, branch: metadata?.branch, commit: undefined, snapshot: undefined, outcome: 'absent' } as const;
  if (!metadata) {
    if (hasFolder) throw inTheWay(path, await describeStranger(repository, path));
    return absent;
  }
  if (metadata.isWhole && metadata.locked !== undefined)
    throw errors.make('CDEV_E_WORKSPACE_LOCKED', { path, reason: metadata.locked });
  const saved = hasFolder ? await makeRemovable(options, path, metadata) : undefined;
  if (hasFolder) await removeFolder(path);
  const lock = worktreesLock(repository.commonDir);
  await withLock(lock, { what: `removing the worktree ${path}`, signal: options.signal }, () =>
    removeMetadata(metadata),
  );
  return { ...absent, ...saved, outcome: 'removed' };
}

/** Sees to it that nothing is lost with the folder. An empty one, or one that was never handed to anybody, holds nobody's work. */
async function makeRemovable(
  options: RemoveWorktreeOptions,
  path: string,
  metadata: Metadata,
): Promise<Pick<RemovedWorktree, 'commit' | 'snapshot'> | undefined> {
  const names = await readdir(path);
  const isLinked = (await readGitFile(path)) === metadata.folder;
  if (!isLinked && names.includes('.git')) throw inTheWay(path, 'not the worktree that git knows there');
  if (names.every((name) => name === '.git') || (await isUnfilled(metadata.folder))) return undefined;
  if (!metadata.isWhole) throw inTheWay(path, 'a worktree with files, of which git has lost what it knew');
  // Without the link git would not see what is in the folder.
  if (!isLinked) await writeFileAtomic(join(path, '.git'), `gitdir: ${metadata.folder}\n`);
  return save(options, path, metadata);
}

async function save(
  options: RemoveWorktreeOptions,
  path: string,
  metadata: Metadata,
): Promise<Pick<RemovedWorktree, 'commit' | 'snapshot'>> {
  const commit = await resolveCommit(path, 'HEAD');
  const isCutOff = await exists(join(metadata.folder, marker));
  const work = { ...options, path, gitDir: metadata.folder, head: commit, isCutOff };
  const snapshot = await saveUntilSame(work);
  const held = snapshot?.commit ?? commit;
  if (held !== undefined) {
    const tree = await resolveTree(path, held);
    const ignored = await ignoredIn(path);
    await options.onHeld?.({ head: commit ?? held, tree, commit: held, ref: snapshot?.ref, ignored });
  }
  await writeFileAtomic(join(metadata.folder, marker), '');
  return { commit, snapshot };
}

/** Until a second look finds what the first has saved: somebody may still be writing there. */
async function saveUntilSame(work: WorkToSave): Promise<Snapshot | undefined> {
  let saved = await saveWork(work);
  for (let look = 2; look <= 5; look += 1) {
    const again = await saveWork(work);
    // Commits of no branch are held by the first look's ref at the second.
    if (again === undefined || again.commit === saved?.commit) return saved;
    saved = again;
  }
  throw errors.make('CDEV_E_WORKSPACE_UNSAVED_WORK', {
    path: work.path,
    what: 'files that somebody is writing just now',
  });
}

async function ignoredIn(path: string): Promise<string[]> {
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'];
  const { stdoutBytes } = await git(path, args, { isQuestion: true });
  const paths = stdoutBytes.toString('utf8').split('\0');
  return paths.filter((name) => name !== '' && !/(?:^|\/)node_modules\/?$/.test(name) && name !== '.cdev/').sort();
}

async function describeStranger(repository: Repository, path: string): Promise<string> {
  const known = (await listWorktrees(repository)).find((worktree) => worktree.path === path);
  return known?.isMain ? 'the main working tree' : 'no worktree of this repository';
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
