import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock, writeFileAtomic, type Repository } from '@cdev/git';
import { forEachLimited } from '../for-each-limited.ts';
import { createBranches } from '../worktree/create-branches.ts';
import { worktreesLock } from '../worktree/metadata.ts';
import { withoutPresent, type NewWorktree } from '../worktree/register-new.ts';
import { markFilled, markUnfilled } from '../worktree/unfilled-mark.ts';
import { headText } from '../worktree/write-metadata.ts';
import { hasSameFolders } from './folder-times.ts';
import { dropEntry, poolLock, readEntries, self, writeEntry, type PoolEntry } from './pool-entries.ts';

export interface ClaimOptions {
  readonly workers: number;
  readonly signal: AbortSignal | undefined;
}

type Request = NewWorktree & { readonly sparse?: readonly string[] | undefined };

interface Claim {
  readonly request: Request;
  readonly entry: PoolEntry;
}

/**
 * Gives worktrees of the pool to those that are to be new and whole: a rename and a branch. An entry is leased before it is looked at, so two
 * processes never get the same, and one in which somebody has added, removed or replaced anything is given to nobody. An entry of another commit than the
 * one asked for is left marked as not filled: whoever fills it brings it to that commit. Returns the git directory of each by its path.
 */
export async function claimReady(
  repository: Repository,
  requests: readonly Request[],
  { workers, signal }: ClaimOptions,
): Promise<Map<string, string>> {
  const { commonDir } = repository;
  const given = new Map<string, string>();
  const wanted = requests.filter(({ sparse }) => sparse === undefined);
  // Without a pool this costs one look into a folder that is not there.
  if (wanted.length === 0 || (await readEntries(commonDir)).length === 0) return given;
  const leased = await lease(commonDir, wanted, signal);
  const sound: Claim[] = [];
  await forEachLimited(leased, workers, async (claim) => {
    if (await isAsFilled(claim.entry)) sound.push(claim);
    else await writeEntry(commonDir, { ...claim.entry, state: 'spoilt', holder: undefined });
  });
  const what = `claiming ${sound.length} ${sound.length === 1 ? 'worktree' : 'worktrees'}`;
  await withLock(worktreesLock(commonDir), { what, waitLimit: 600_000, signal }, async () => {
    const absent = await withoutPresent(
      commonDir,
      sound.map(({ request }) => request),
    );
    const claims = sound.filter(({ request }) => absent.includes(request));
    const hasBranches = await createBranches(
      repository,
      claims.map(({ request }) => request),
    );
    for (const claim of hasBranches ? claims : [])
      if (await move(commonDir, claim)) given.set(claim.request.path, claim.entry.gitDir);
  });
  for (const { request, entry } of sound)
    if (!given.has(request.path)) await writeEntry(commonDir, { ...entry, state: 'ready', holder: undefined });
  return given;
}

async function lease(
  commonDir: string,
  requests: readonly Request[],
  signal: AbortSignal | undefined,
): Promise<readonly Claim[]> {
  return withLock(poolLock(commonDir), { what: 'the pool of worktrees', signal }, async () => {
    const ready = (await readEntries(commonDir)).filter(({ state }) => state === 'ready');
    const claims: Claim[] = [];
    for (const request of await withoutPresent(commonDir, requests)) {
      const same = ready.findIndex(({ commit }) => commit === request.start);
      const [entry] = ready.splice(Math.max(0, same), 1);
      if (!entry) break;
      claims.push({ request, entry: await writeEntry(commonDir, { ...entry, state: 'claimed', holder: self() }) });
    }
    return claims;
  });
}

/** At the commit that the record says, and nothing was added, removed or replaced in it. */
async function isAsFilled({ path, gitDir, commit }: PoolEntry): Promise<boolean> {
  const head = await readFile(join(gitDir, 'HEAD'), 'utf8').catch(() => '');
  return head === headText({ commit }) && (await hasSameFolders(path, gitDir));
}

/** Where the metadata points comes first: a kill before the rename leaves a worktree without a folder, which is made anew, and never two. */
async function move(commonDir: string, { request, entry }: Claim): Promise<boolean> {
  const { gitDir } = entry;
  const { path, branch, start } = request;
  await mkdir(dirname(path), { recursive: true });
  await markUnfilled(gitDir);
  await writeFileAtomic(join(gitDir, 'HEAD'), headText({ ref: `refs/heads/${branch}` }));
  await writeFileAtomic(join(gitDir, 'gitdir'), `${join(path, '.git')}\n`);
  try {
    await rename(entry.path, path);
  } catch {
    // Another file system, most likely: this one stays, and the worktree is made in the ordinary way.
    await writeFileAtomic(join(gitDir, 'gitdir'), `${join(entry.path, '.git')}\n`);
    await writeFileAtomic(join(gitDir, 'HEAD'), headText({ commit: entry.commit }));
    await markFilled(gitDir);
    return false;
  }
  await dropEntry(commonDir, entry);
  if (entry.commit === start) await markFilled(gitDir);
  return true;
}
