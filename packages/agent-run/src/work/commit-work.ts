import { join } from 'node:path';
import { agentOf } from '@cdev/deployment-plan';
import { changedPaths, withLock } from '@cdev/git';
import { errors } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { runState } from '../state/run-state.ts';
import { applyCommit } from './apply-commit.ts';
import { clearLocks } from './clear-locks.ts';
import type { CommittedWork, CommitWorkOptions } from './committed-work.ts';
import type { HookRun } from './hooks/hook-run.ts';
import { findCommitHooks } from './hooks/pass-hooks.ts';
import { tellPostCommit } from './hooks/tell-post-commit.ts';
import { readyCommit, withHooks, type ReadyCommit } from './ready-commit.ts';
import { withTemporaryIndex, type IndexEnvironment } from './temporary-index.ts';

/**
 * Commits what the agent may write and takes everything else out of its work, keeping it on a ref.
 *
 * The order of deeds makes a kill at any point harmless: 0. the repository's hooks, where they are to run, see what will be committed, and what they staged
 * and wrote is proven and inspected again; 1. snapshot of the worktree, 2. foreign changes (and a tip whose commits hold
 * some) on refs of their own, 3. the commit, to which the branch moves by compare-and-swap, 4. foreign paths in the worktree go back
 * to what the branch has, 5. the index follows the branch, 6. the branch's range is proven, 7. the journal's event,
 * 8. post-commit. Each step is left out
 * when its result is there already, so a second call ends where the first would have.
 *
 * The agent's own commits stay when their net difference from the base is its own; else one commit of the allowed part takes their place.
 * @throws CDEV_E_RUN_BASE_UNKNOWN, _WRONG_BRANCH, _OPERATION_UNFINISHED, _INDEX_LOCKED, _CONFLICT_MARKERS, _NESTED_REPOSITORY,
 * _PATHS_COLLIDE, _WORK_REFUSED, _HOOK_REFUSED, _HOOK_TIMED_OUT, _HOOK_FOREIGN (nothing was done then); CDEV_E_GIT_REF_MOVED, CDEV_E_RUN_WORKTREE_BUSY (somebody works in the
 * worktree: call again), CDEV_E_GIT_NO_IDENTITY, CDEV_E_RUN_JOURNAL_*.
 */
export async function commitWork(options: CommitWorkOptions): Promise<CommittedWork> {
  const { journal, agentId, signal, dryRun = false } = options;
  if (dryRun) return withTemporaryIndex(async (env) => describe(await readyCommit(options, env), options));
  const lock = join(journal.commonDir, 'cdev', 'locks', `commit-${journal.planId}-${agentId}.lock`);
  return withLock(lock, { what: `the work of ${agentId}`, signal }, () =>
    withTemporaryIndex((env) => commit(options, env)),
  );
}

async function commit(options: CommitWorkOptions, env: IndexEnvironment): Promise<CommittedWork> {
  const { worktree, plan, journal, agentId, author, partial = false } = options;
  // A git that was killed, or a call of this that was, must not stop the next one.
  const { branch } = agentOf(plan, agentId);
  await clearLocks(journal, { worktree, branch, patience: 1000, agent: agentId });
  const ready = await withHooks(await readyCommit(options, env), options);
  const { survey, prepared, message } = ready;
  const applied = await applyCommit(survey, { prepared, message, author, journal, agentId });
  const { base } = survey.work;
  const files = (await changedPaths(survey.repository, base, applied.tip)).map(({ path }) => path);
  const foreign = files.filter((path) => !survey.mayWrite(path));
  if (foreign.length > 0)
    throw errors.make('CDEV_E_RUN_UNPROVEN', { agent: agentId, commit: applied.tip, paths: foreign.join(', ') });
  if (files.length > 0)
    await recordCommit(journal, { agentId, commit: applied.tip, files: files.length, complete: !partial });
  const hooks = await endHooks(ready, options);
  const { setAside, snapshot } = applied;
  const described = describe(ready, options);
  return {
    ...described,
    hooks,
    ...(files.length > 0 && { commit: applied.tip }),
    files,
    setAside,
    ...(snapshot && { snapshot: { ref: snapshot.ref, commit: snapshot.commit } }),
    left: [...new Set([...described.left, ...applied.left])].toSorted(),
  };
}

/** Records what was passed over, and runs post-commit. */
async function endHooks(
  { survey, prepared, hooks }: ReadyCommit,
  options: CommitWorkOptions,
): Promise<readonly HookRun[]> {
  const { journal, agentId, author, signal } = options;
  if (!options.hooks || prepared.kind === 'keep') return hooks;
  const skipped = hooks.filter(({ status }) => status === 'skipped').map(({ name }) => name);
  if (skipped.length > 0)
    await journal.append({ type: 'note', agent: agentId, text: `committed without the hooks ${skipped.join(', ')}` });
  const { names } = await findCommitHooks(survey);
  if (!names.includes('post-commit')) return hooks;
  return [...hooks, await tellPostCommit(survey.repository, { agentId, author, hooks: options.hooks, signal })];
}

interface CommitRecord {
  readonly agentId: string;
  readonly commit: string;
  readonly files: number;
  readonly complete: boolean;
}

/** Not again for a second call: a new event would take back what validation said of the commit. */
async function recordCommit(journal: Journal, { agentId, ...record }: CommitRecord): Promise<void> {
  const known = runState(await journal.read()).agents.get(agentId);
  if (known?.commit === record.commit && known.complete === record.complete) return;
  await journal.append({ type: 'committed', agent: agentId, ...record });
}

function describe(
  { survey, prepared, message, warnings, hooks }: ReadyCommit,
  options: CommitWorkOptions,
): CommittedWork {
  const { work, foreign, foreignRepositories } = survey;
  const submodules = foreign.filter(({ mode, oldMode }) => mode === '160000' || oldMode === '160000');
  const files = survey.allowed.map(({ path }) => path);
  return {
    branch: work.branch ?? '',
    base: work.base,
    ...(prepared.kind === 'keep' && files.length > 0 && { commit: work.tip }),
    isNew: prepared.kind !== 'keep',
    complete: options.partial !== true,
    message,
    files,
    foreign: work.foreign,
    setAside: [],
    left: [...submodules.map(({ path }) => path), ...foreignRepositories].toSorted(),
    missing: work.missing,
    ignored: work.ignored,
    hooks,
    warnings,
    dryRun: options.dryRun === true,
  };
}
