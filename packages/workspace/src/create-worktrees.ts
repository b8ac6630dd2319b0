import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { forkedGits, listWorktrees, readRefs, requireCommit, type ForkedGits, type Repository } from '@cdev/git';
import { canonicalPath } from './canonical-path.ts';
import { errors } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';
import { fillWorktree } from './worktree/filling.ts';
import { claimReady } from './pool/claim-ready.ts';
import { hasPlainLayout } from './worktree/plain-layout.ts';
import { registerNew, withoutPresent } from './worktree/register-new.ts';
import { inTheWay, registerWorktree } from './worktree/register-worktree.ts';

export interface WorktreeRequest {
  /** Absolute path of the folder to be. */
  readonly path: string;
  /** Short name; created at `start` when it is not there. */
  readonly branch: string;
  /** Commit or branch that a new branch starts at. */
  readonly start: string;
  /** Folders to fill (sparse checkout in cone mode: the files of the folders above them come too). Default: what the main working tree shows. */
  readonly sparse?: readonly string[] | undefined;
}

export interface CreatedWorktree {
  /** Absolute, with links followed. */
  readonly path: string;
  readonly branch: string;
  /** Where the branch is. */
  readonly commit: string;
  /** `kept`: it was there and right; `repaired`: it was half-made; `claimed`: it stood ready in the pool. */
  readonly outcome: 'created' | 'claimed' | 'repaired' | 'kept';
  /** Milliseconds. */
  readonly duration: number;
}

export interface CreateWorktreesOptions {
  readonly repository: Repository;
  readonly worktrees: readonly WorktreeRequest[];
  /** Folders filled at once. Default: number of processors, at most 8. */
  readonly workers?: number | undefined;
  /** Called as each is complete. */
  readonly onReady?: ((worktree: CreatedWorktree) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Working folders with their branches, in the order asked for. Run again after any interruption: what is right is kept as it is, what
 * is half-made is repaired, nothing uncommitted is overwritten, and no branch that was there is moved or deleted. Hooks do not run.
 * When one fails the others are still made, and the first failure is thrown.
 * @throws CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY, CDEV_E_WORKSPACE_BRANCH_ELSEWHERE, CDEV_E_WORKSPACE_ASKED_TWICE,
 * CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function createWorktrees(options: CreateWorktreesOptions): Promise<CreatedWorktree[]> {
  const { repository, worktrees, workers = Math.min(8, availableParallelism()), onReady, signal } = options;
  const requests = await Promise.all(worktrees.map(async (one) => ({ ...one, path: await canonicalPath(one.path) })));
  assertDistinct(requests);
  const [starts, isPlain] = await Promise.all([
    resolveStarts(repository, requests),
    hasPlainLayout(repository),
    assertFree(repository, requests),
  ]);
  const resolved = requests.map((request) => ({ ...request, start: starts.get(request.start) ?? request.start }));
  const claimed = await claimReady(repository, resolved, { workers, signal });
  const rest = resolved.filter(({ path }) => !claimed.has(path));
  const registering = isPlain && rest.length > 0 ? registerNew(repository, rest, signal) : new Map<string, string>();
  // Its start is hidden behind the making of the branches.
  await using gits = rest.length > 1 ? forkedGits(repository, signal) : undefined;
  const registered = await registering;
  const created: CreatedWorktree[] = [];
  await forEachLimited(resolved, workers, async (request, position) => {
    const made = await createOne({ ...request, claimed, registered, repository, gits, signal });
    created[position] = made;
    onReady?.(made);
  });
  return created;
}

interface Creation extends WorktreeRequest {
  readonly repository: Repository;
  readonly gits: ForkedGits | undefined;
  readonly signal: AbortSignal | undefined;
  /** Path → git directory, of those that are known to git already. */
  readonly claimed: ReadonlyMap<string, string>;
  readonly registered: ReadonlyMap<string, string>;
}

async function createOne(request: Creation): Promise<CreatedWorktree> {
  const started = performance.now();
  const { path, branch } = request;
  const { commonDir } = request.repository;
  const { gitDir, outcome } = await register(request);
  const isFilled = await fillWorktree({ ...request, gitDir, commonDir });
  // A branch of this run is where it was to start.
  const isOwn = request.claimed.has(path) || request.registered.has(path);
  const commit = isOwn ? request.start : await tipOf(commonDir, branch);
  const duration = performance.now() - started;
  return { path, branch, commit, outcome: outcome === 'kept' && isFilled ? 'repaired' : outcome, duration };
}

async function tipOf(commonDir: string, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`;
  return (await readRefs(commonDir, { names: [ref] })).get(ref) ?? (await requireCommit(commonDir, ref));
}

async function register(
  request: Creation,
): Promise<{ readonly gitDir: string; readonly outcome: CreatedWorktree['outcome'] }> {
  const { path, claimed, registered } = request;
  const known = claimed.get(path) ?? registered.get(path);
  if (known !== undefined) return { gitDir: known, outcome: claimed.has(path) ? 'claimed' : 'created' };
  await mkdir(dirname(path), { recursive: true });
  return registerWorktree(request);
}

function assertDistinct(requests: readonly WorktreeRequest[]): void {
  const seen = new Set<string>();
  for (const { path, branch } of requests)
    for (const what of [path, `Branch ${branch}`]) {
      if (seen.has(what)) throw errors.make('CDEV_E_WORKSPACE_ASKED_TWICE', { what });
      seen.add(what);
    }
}

async function resolveStarts(
  repository: Repository,
  requests: readonly WorktreeRequest[],
): Promise<Map<string, string>> {
  const starts = new Map<string, string>();
  for (const start of new Set(requests.map(({ start }) => start)))
    starts.set(start, await requireCommit(repository, start));
  return starts;
}

/** What is known beforehand to fail, before anything is made. The rest is found out one by one, under the lock. */
async function assertFree(repository: Repository, requests: readonly WorktreeRequest[]): Promise<void> {
  // What is not there yet is nobody's, and the list costs a process.
  const absent = await withoutPresent(repository.commonDir, requests);
  if (absent.length === requests.length) return;
  const present = await listWorktrees(repository);
  for (const { path, branch } of requests) {
    if (present.some((worktree) => worktree.isMain && worktree.path === path))
      throw inTheWay(path, 'the main working tree');
    const holder = present.find((worktree) => worktree.branch === branch && worktree.path !== path);
    if (holder) throw errors.make('CDEV_E_WORKSPACE_BRANCH_ELSEWHERE', { branch, path: holder.path });
  }
}
