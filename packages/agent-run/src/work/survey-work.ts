import {
  agentOf,
  ownerOf,
  ownershipOf,
  patternsOverlap,
  type DeploymentPlan,
  type Ownership,
} from '@cdev/deployment-plan';
import {
  changedPaths,
  currentBranch,
  isAncestor,
  openRepository,
  requireCommit,
  type ChangedPath,
  type Repository,
} from '@cdev/git';
import { captureWorktree } from './capture-worktree.ts';
import { findIgnored, findMissing, findUndeclaredSubmodules } from './find-unseen.ts';
import { findLeftovers } from './find-leftovers.ts';
import type { IndexEnvironment } from './temporary-index.ts';
import type { Work, WorkChange } from './work.ts';

export interface SurveyOptions {
  readonly worktree: string;
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  /** Where the agent's own work begins. */
  readonly base: string;
  readonly signal?: AbortSignal | undefined;
}

/** The work, and what is needed to commit it. */
export interface Survey {
  readonly repository: Repository;
  /** The index that holds `work.tree`, with the times of the files as they were seen. */
  readonly env: IndexEnvironment;
  readonly work: Work;
  /** Differences of the worktree from the base that the agent may write, and those it may not. */
  readonly allowed: readonly ChangedPath[];
  readonly foreign: readonly ChangedPath[];
  /** Differences of the worktree from the tip that the agent may write. */
  readonly pending: readonly ChangedPath[];
  /** Paths of the branch's own commits that the agent may not write. */
  readonly foreignCommitted: readonly string[];
  /** False when the branch was taken off its base, by a reset or rebase. */
  readonly isOnBase: boolean;
  /** Untracked repositories that are nobody's business: they stay where they are. */
  readonly foreignRepositories: readonly string[];
  readonly mayWrite: (path: string) => boolean;
}

/** `env` names an index that takes the worktree as it was surveyed. */
export async function surveyWork(
  { worktree, plan, agentId, base: start, signal }: SurveyOptions,
  env: IndexEnvironment,
): Promise<Survey> {
  const repository = await openRepository(worktree, { signal });
  const ownership = ownershipOf(plan, agentId);
  const promised = agentOf(plan, agentId).creates;
  const [base, tip] = await Promise.all([requireCommit(repository, start), requireCommit(repository, 'HEAD')]);
  const captured = await captureWorktree(repository, { env, promised, signal });
  const { tree } = captured;
  const mayWrite = (path: string): boolean => ownership.owns(path) || ownership.isShared(path) !== undefined;
  const differences = await findDifferences(repository, { base, tip, tree });
  const total = differences.total.filter(isWork);
  const sinceTip = differences.sinceTip.filter(isWork);
  const [allowed, foreign] = [total.filter(({ path }) => mayWrite(path)), total.filter(({ path }) => !mayWrite(path))];
  const reach = reachOf(plan, ownership);
  const [branch, undeclared, conflicts, missing, ignored] = await Promise.all([
    currentBranch(repository),
    findUndeclaredSubmodules(repository, tree, allowed),
    findLeftovers(repository, { tree, base, paths: allowed.filter(isFile).map(({ path }) => path) }),
    findMissing(repository, tree, promised),
    findIgnored(repository, ownership, promised),
  ]);
  const changes = toWorkChanges(total, sinceTip);
  const work: Work = {
    branch,
    base,
    tip,
    tree,
    changed: [...changes.values()],
    owned: allowed.map(({ path }) => path).filter(ownership.owns),
    shared: allowed.map(({ path }) => path).filter((path) => ownership.isShared(path) !== undefined),
    foreign: foreign.map(({ path }) => ({ ...(changes.get(path) as WorkChange), owner: ownerOf(plan, path) })),
    leftovers: [...captured.unmerged.map((path) => ({ path, line: 0, text: 'unmerged' })), ...conflicts],
    missing,
    ignored,
    nested: [...captured.repositories.filter(reach), ...undeclared],
    isEmpty: total.length === 0 && sinceTip.length === 0 && differences.committed.length === 0,
  };
  return {
    repository,
    env,
    work,
    allowed,
    foreign,
    pending: sinceTip.filter(({ path }) => mayWrite(path)),
    foreignCommitted: differences.committed.map(({ path }) => path).filter((path) => !mayWrite(path)),
    isOnBase: differences.isOnBase,
    foreignRepositories: captured.repositories.filter((path) => !reach(path)),
    mayWrite,
  };
}

interface Differences {
  /** Base to worktree, tip to worktree, base to tip. */
  readonly total: readonly ChangedPath[];
  readonly sinceTip: readonly ChangedPath[];
  readonly committed: readonly ChangedPath[];
  readonly isOnBase: boolean;
}

async function findDifferences(
  repository: Repository,
  { base, tip, tree }: { readonly base: string; readonly tip: string; readonly tree: string },
): Promise<Differences> {
  if (base === tip) {
    const total = await changedPaths(repository, base, tree);
    return { total, sinceTip: total, committed: [], isOnBase: true };
  }
  const [total, sinceTip, committed, isOnBase] = await Promise.all([
    changedPaths(repository, base, tree),
    changedPaths(repository, tip, tree),
    changedPaths(repository, base, tip),
    isAncestor(repository, base, tip),
  ]);
  return { total, sinceTip, committed, isOnBase };
}

/** What the run itself puts into a worktree is nobody's work, should its exclusion from git be lost. */
export function isWork({ path }: Pick<ChangedPath, 'path'>): boolean {
  return path !== '.cdev' && !path.startsWith('.cdev/');
}

function isFile({ mode, oid }: ChangedPath): boolean {
  return oid !== undefined && mode.startsWith('100');
}

function toWorkChanges(
  total: readonly ChangedPath[],
  sinceTip: readonly ChangedPath[],
): ReadonlyMap<string, WorkChange> {
  const uncommitted = new Set(sinceTip.map(({ path }) => path));
  const changes = total.map(({ path, status, mode, oid }): WorkChange => {
    const stage = uncommitted.has(path) ? 'uncommitted' : 'committed';
    return { path, kind: status, mode: oid === undefined ? '' : mode, blob: oid ?? '', stage };
  });
  return new Map(changes.map((change) => [change.path, change]));
}

/** Whether anything within the folder may be written by the agent. */
function reachOf(plan: DeploymentPlan, { patterns, isShared }: Ownership): (folder: string) => boolean {
  const shared = plan.shared.map(({ path }) => path).filter((path) => isShared(path) !== undefined);
  return (folder) => {
    const within = `${folder.replace(/[*?[\]{}\\]/g, '\\$&')}/**`;
    return [...patterns, ...shared].some((pattern) => patternsOverlap(pattern, within));
  };
}
