import { relative, sep } from 'node:path';
import type { AgentState, RunState } from '@cdev/agent-run';
import type { PlannedAgent } from '@cdev/deployment-plan';
import { isAncestor, listWorktrees, resolveCommit, status, type Worktree } from '@cdev/git';
import { isThere } from '../attempt/is-there.ts';
import type { SpawnRun } from '../open-run.ts';

export interface CleanupOptions {
  readonly plan: string | undefined;
  readonly only: readonly string[];
  /** Remove worktrees only: branches keep what is committed. */
  readonly keepBranches: boolean;
  /** Also agents whose work is not merged; it stays on a snapshot ref. */
  readonly unmerged: boolean;
  readonly isDryRun: boolean;
  /** Of a run on a fleet; what that has left goes too. */
  readonly engine?: string | undefined;
}

export interface CleanupItem {
  readonly agent: string;
  readonly branch: string;
  /** The branch that its work goes to. */
  readonly target: string;
  /** Where the branch is; undefined when there is none. */
  readonly tip: string | undefined;
  /** Undefined when there is none. */
  readonly worktree: string | undefined;
  /** Paths that are in no commit. */
  readonly uncommitted: number;
  readonly isMerged: boolean;
  readonly removesBranch: boolean;
  /** What is in the way; empty when it can go. */
  readonly inTheWay: readonly string[];
}

/** What of a run can go, and what is in the way of the rest. Agents that have neither worktree nor branch are left out. */
export async function planCleanup(
  run: SpawnRun,
  { state, options, cwd }: { state: RunState; options: CleanupOptions; cwd: string },
): Promise<readonly CleanupItem[]> {
  const { plan, repository } = run;
  const worktrees = await listWorktrees(repository);
  const target = state.target ?? plan.base.branch;
  const targetTip = await resolveCommit(repository, `refs/heads/${target}`);
  const items: CleanupItem[] = [];
  for (const agent of plan.agents) {
    if (options.only.length > 0 && !options.only.includes(agent.id)) continue;
    const found = await look(run, agent, { state: state.agents.get(agent.id), worktrees });
    if (found.tip === undefined && found.worktree === undefined) continue;
    const isMerged = await isIn(run, { found, target: targetTip, state: state.agents.get(agent.id) });
    const inTheWay = obstacles({ found, isMerged, target, options, cwd });
    items.push({
      ...found,
      target,
      isMerged,
      removesBranch: !options.keepBranches && found.tip !== undefined,
      inTheWay,
    });
  }
  return items;
}

type Found = Pick<CleanupItem, 'agent' | 'branch' | 'tip' | 'worktree' | 'uncommitted'> & {
  readonly isRunning: boolean;
  readonly hasWork: boolean;
  /** Where else the branch is checked out. */
  readonly elsewhere: string | undefined;
};

async function look(
  { repository, plan }: SpawnRun,
  agent: PlannedAgent,
  { state, worktrees }: { state: AgentState | undefined; worktrees: readonly Worktree[] },
): Promise<Found> {
  const branch = state?.branch ?? agent.branch;
  const tip = await resolveCommit(repository, `refs/heads/${branch}`);
  const worktree = state?.workspace !== undefined && (await isThere(state.workspace)) ? state.workspace : undefined;
  const elsewhere = worktrees.find((one) => one.branch === branch && one.path !== worktree)?.path;
  const base = state?.base ?? plan.base.commit;
  return {
    agent: agent.id,
    branch,
    tip,
    worktree,
    uncommitted: worktree === undefined ? 0 : (await status(worktree)).length,
    isRunning: state?.status === 'running',
    hasWork: tip !== undefined && tip !== base,
    elsewhere,
  };
}

/** In the target as it is; or, squashed or rebased, by the commit that the integration made of it. */
async function isIn(
  { repository }: SpawnRun,
  { found, target, state }: { found: Found; target: string | undefined; state: AgentState | undefined },
): Promise<boolean> {
  const { tip } = found;
  if (tip === undefined) return true;
  if (target === undefined) return false;
  if (await isAncestor(repository, tip, target)) return true;
  const { merged, commit } = state ?? {};
  if (merged === undefined || commit !== tip) return false;
  return (await resolveCommit(repository, merged)) !== undefined && isAncestor(repository, merged, target);
}

function obstacles(about: {
  found: Found;
  isMerged: boolean;
  target: string;
  options: CleanupOptions;
  cwd: string;
}): string[] {
  const { found, isMerged, target, options, cwd } = about;
  const { worktree, uncommitted, hasWork, isRunning, elsewhere } = found;
  const reasons: string[] = [];
  if (isRunning) reasons.push('it is at work; stop it first');
  if (worktree !== undefined && isInside(worktree, cwd)) reasons.push('this command was started inside its worktree');
  if (elsewhere !== undefined && !options.keepBranches) reasons.push(`its branch is checked out at ${elsewhere}`);
  if (options.unmerged || options.keepBranches) return reasons;
  if (hasWork && !isMerged) reasons.push(`its commits are not in ${target}`);
  // What a merged agent has left over is kept in a snapshot; of one that is not merged it may be all there is.
  if (uncommitted > 0 && (!hasWork || !isMerged))
    reasons.push(`${uncommitted} ${uncommitted === 1 ? 'file is' : 'files are'} not committed`);
  return reasons;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !/^[a-z]:/i.test(way));
}
