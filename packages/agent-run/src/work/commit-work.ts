import { join } from 'node:path';
import { agentOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { changedPaths, withLock, type Identity } from '@cdev/git';
import { errors } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { runState } from '../state/run-state.ts';
import { applyCommit, prepareCommit, type PreparedCommit } from './apply-commit.ts';
import { clearLocks } from './clear-locks.ts';
import { commitMessage } from './commit-message.ts';
import { refuseWork } from './refuse-work.ts';
import type { SetAside } from './set-aside.ts';
import { surveyWork, type Survey } from './survey-work.ts';
import { withTemporaryIndex, type IndexEnvironment } from './temporary-index.ts';
import type { ForeignChange, Work, WorkChange } from './work.ts';

/** What an inspection of the changes found; an `error` refuses the commit. */
export interface WorkFinding {
  readonly severity: 'error' | 'warning';
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
  readonly message: string;
}

export interface CommitWorkOptions {
  readonly worktree: string;
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  /** The run's journal, opened by the caller. */
  readonly journal: Journal;
  /** Where the agent's own work begins. Default: what the journal says, else the plan's base. */
  readonly base?: string | undefined;
  /** Default `<type>(<agent>): <title>`, see `commitType`. Trailers are added. */
  readonly message?: string | undefined;
  /** One commit takes the place of those the agent has made since its base; their tip stays on a set-aside ref. */
  readonly amend?: boolean | undefined;
  /** The work is not complete, and recorded so. */
  readonly partial?: boolean | undefined;
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean | undefined;
  /** Default: the user's configured identity. */
  readonly author?: Identity | undefined;
  /** Looks into the changes that would be committed, before anything is done; contents are in `work.tree`. */
  readonly inspect?:
    | ((changes: readonly WorkChange[], work: Work) => readonly WorkFinding[] | Promise<readonly WorkFinding[]>)
    | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CommittedWork {
  readonly branch: string;
  readonly base: string;
  /** The branch's tip with the agent's work; undefined when there is no work, or when a dry run would make the commit. */
  readonly commit?: string;
  /** Whether this call made (or, dry, would make) a commit; false when the work was committed already. */
  readonly isNew: boolean;
  /** False for partial work. */
  readonly complete: boolean;
  readonly message: string;
  /** Paths in which the commit differs from the base, sorted. */
  readonly files: readonly string[];
  /** Foreign changes with the owners of their paths; they are in no commit of the branch. */
  readonly foreign: readonly ForeignChange[];
  readonly setAside: readonly SetAside[];
  /** Foreign paths that stay in the worktree: submodules, other repositories, and files git ignores since the agent untracked them. */
  readonly left: readonly string[];
  /** Of the worktree and the index as they were found; undefined when all was committed. */
  readonly snapshot?: { readonly ref: string; readonly commit: string };
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
  /** What `inspect` warned of. */
  readonly warnings: readonly WorkFinding[];
  readonly dryRun: boolean;
}

/**
 * Commits what the agent may write and takes everything else out of its work, keeping it on a ref.
 *
 * The order of deeds makes a kill at any point harmless: 1. snapshot of the worktree, 2. foreign changes (and a tip whose commits hold
 * some) on refs of their own, 3. the commit, to which the branch moves by compare-and-swap, 4. foreign paths in the worktree go back
 * to what the branch has, 5. the index follows the branch, 6. the branch's range is proven, 7. the journal's event. Each step is left out
 * when its result is there already, so a second call ends where the first would have.
 *
 * The agent's own commits stay when their net difference from the base is its own; else one commit of the allowed part takes their place.
 * The hooks pre-commit and commit-msg do not run: they are part of the checks.
 * @throws CDEV_E_RUN_BASE_UNKNOWN, _WRONG_BRANCH, _OPERATION_UNFINISHED, _INDEX_LOCKED, _CONFLICT_MARKERS, _NESTED_REPOSITORY,
 * _PATHS_COLLIDE, _WORK_REFUSED (nothing was done then); CDEV_E_GIT_REF_MOVED, CDEV_E_RUN_WORKTREE_BUSY (somebody works in the
 * worktree: call again), CDEV_E_GIT_NO_IDENTITY, CDEV_E_RUN_JOURNAL_*.
 */
export async function commitWork(options: CommitWorkOptions): Promise<CommittedWork> {
  const { journal, agentId, signal, dryRun = false } = options;
  if (dryRun) return withTemporaryIndex(async (env) => describe(await prepare(options, env), options));
  const lock = join(journal.commonDir, 'cdev', 'locks', `commit-${journal.planId}-${agentId}.lock`);
  return withLock(lock, { what: `the work of ${agentId}`, signal }, () =>
    withTemporaryIndex((env) => commit(options, env)),
  );
}

interface Prepared {
  readonly survey: Survey;
  readonly prepared: PreparedCommit;
  readonly message: string;
  readonly warnings: readonly WorkFinding[];
}

async function prepare(options: CommitWorkOptions, env: IndexEnvironment): Promise<Prepared> {
  const { worktree, plan, agentId, signal, amend = false } = options;
  const base = await findBase(options);
  const survey = await surveyWork({ worktree, plan, agentId, base, signal }, env);
  await refuseWork(survey, { plan, agentId });
  const message = commitMessage({ ...options, files: survey.allowed.map(({ path }) => path) });
  const prepared = await prepareCommit(survey, { agentId, message, amend });
  return { survey, prepared, message, warnings: await inspect(options, survey) };
}

async function findBase({ base, journal, plan, agentId }: CommitWorkOptions): Promise<string> {
  const known = base ?? runState(await journal.read()).agents.get(agentId)?.base ?? plan.base.commit;
  if (known === '') throw errors.make('CDEV_E_RUN_BASE_UNKNOWN', { plan: plan.id, agent: agentId });
  return known;
}

async function inspect(options: CommitWorkOptions, { work, mayWrite }: Survey): Promise<readonly WorkFinding[]> {
  const changes = work.changed.filter(({ path }) => mayWrite(path));
  const findings = (await options.inspect?.(changes, work)) ?? [];
  const refused = findings.filter(({ severity }) => severity === 'error');
  if (refused.length === 0) return findings;
  const lines = refused.map(
    ({ path, line, message }) => `  ${path}${line === undefined ? '' : `:${line}`}: ${message}`,
  );
  const parameters = { agent: options.agentId, findings: lines.join('\n') };
  throw errors.make('CDEV_E_RUN_WORK_REFUSED', parameters, { details: { agent: options.agentId, findings: refused } });
}

async function commit(options: CommitWorkOptions, env: IndexEnvironment): Promise<CommittedWork> {
  const { worktree, plan, journal, agentId, author, partial = false } = options;
  // A git that was killed, or a call of this that was, must not stop the next one.
  const { branch } = agentOf(plan, agentId);
  await clearLocks(journal, { worktree, branch, patience: 1000, agent: agentId });
  const ready = await prepare(options, env);
  const { survey, prepared, message } = ready;
  const applied = await applyCommit(survey, { prepared, message, author, journal, agentId });
  const { base } = survey.work;
  const files = (await changedPaths(survey.repository, base, applied.tip)).map(({ path }) => path);
  const foreign = files.filter((path) => !survey.mayWrite(path));
  if (foreign.length > 0)
    throw errors.make('CDEV_E_RUN_UNPROVEN', { agent: agentId, commit: applied.tip, paths: foreign.join(', ') });
  if (files.length > 0)
    await recordCommit(journal, { agentId, commit: applied.tip, files: files.length, complete: !partial });
  const { setAside, snapshot } = applied;
  const described = describe(ready, options);
  return {
    ...described,
    ...(files.length > 0 && { commit: applied.tip }),
    files,
    setAside,
    ...(snapshot && { snapshot: { ref: snapshot.ref, commit: snapshot.commit } }),
    left: [...new Set([...described.left, ...applied.left])].toSorted(),
  };
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

function describe({ survey, prepared, message, warnings }: Prepared, options: CommitWorkOptions): CommittedWork {
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
    warnings,
    dryRun: options.dryRun === true,
  };
}
