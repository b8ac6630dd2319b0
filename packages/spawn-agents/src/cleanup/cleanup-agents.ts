import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { snapshotRef } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { agentOf } from '@cdev/deployment-plan';
import { deleteRef, isAncestor, nextRef, resolveTree, updateRef } from '@cdev/git';
import { releasePorts, removeWorktree } from '@cdev/workspace';
import { forgetOnFleet, type ForgottenRun } from '../fleet/forget-on-fleet.ts';
import { asOnlyRunner, openRun, readState, type SpawnRun } from '../open-run.ts';
import { planCleanup, type CleanupItem, type CleanupOptions } from './plan-cleanup.ts';
import { tellingDisk } from '../telling-disk.ts';

export interface CleanupResult {
  readonly plan: string;
  readonly isDryRun: boolean;
  readonly agents: readonly CleanedAgent[];
  /** The run on a fleet that was, or would be, forgotten, and how many refs at the remote went with it. */
  readonly forgotten?: ForgottenRun | undefined;
}

export interface CleanedAgent extends CleanupItem {
  readonly outcome: 'removed' | 'would-remove' | 'refused';
  /** Where its unsaved work is kept. */
  readonly snapshot: string | undefined;
  /** What went because git ignores it. */
  readonly notKept: readonly string[];
}

/**
 * Removes worktrees and branches of agents whose work is in the target branch, or is kept otherwise as the options ask; refuses the others
 * and says what is in the way. What is uncommitted goes into a snapshot first.
 */
export async function cleanupAgents(options: CleanupOptions, context: Context): Promise<Outcome<CleanupResult>> {
  return tellingDisk(() => cleanUp(options, context));
}

async function cleanUp(options: CleanupOptions, context: Context): Promise<Outcome<CleanupResult>> {
  const run = await openRun(options.plan, context);
  for (const id of options.only) agentOf(run.plan, id);
  const look = async (): Promise<readonly CleanupItem[]> =>
    planCleanup(run, { state: await readState(run), options, cwd: context.cwd });
  const agents = options.isDryRun
    ? (await look()).map((item) => decided(item))
    : await asOnlyRunner(run, async () => applyCleanup(run, await look(), { options, context }));
  const forgotten =
    options.engine === undefined
      ? undefined
      : await forgetOnFleet(run, { ...options, engine: options.engine }, context);
  const isWell = agents.every(({ outcome }) => outcome !== 'refused');
  const result = { plan: run.plan.id, isDryRun: options.isDryRun, agents, ...(forgotten && { forgotten }) };
  return { result, status: isWell ? 'ok' : 'findings' };
}

function decided(item: CleanupItem): CleanedAgent {
  return { ...item, outcome: item.inTheWay.length > 0 ? 'refused' : 'would-remove', snapshot: undefined, notKept: [] };
}

async function applyCleanup(
  run: SpawnRun,
  items: readonly CleanupItem[],
  { options, context }: { options: CleanupOptions; context: Context },
): Promise<readonly CleanedAgent[]> {
  const unmerged = items.filter(({ isMerged, inTheWay }) => !isMerged && inTheWay.length === 0);
  if (options.unmerged && unmerged.length > 0) {
    const names = unmerged.map(({ agent }) => agent).join(', ');
    await context.prompt.confirm(`Remove ${names}, whose work is not merged? It stays on snapshot refs.`);
  }
  const cleaned: CleanedAgent[] = [];
  for (const item of items) {
    if (item.inTheWay.length > 0) cleaned.push(decided(item));
    else cleaned.push(await removeOne(run, item));
  }
  return cleaned;
}

async function removeOne(run: SpawnRun, item: CleanupItem): Promise<CleanedAgent> {
  const { repository, plan } = run;
  const { agent, worktree, branch, tip, removesBranch } = item;
  try {
    const removed = worktree === undefined ? undefined : await removeFolder(run, { ...item, worktree });
    const { kept, notKept = [] } = removed ?? {};
    const last = removesBranch && tip !== undefined ? await removeBranch(run, { ...item, tip, kept }) : undefined;
    await releasePorts(repository, [`${plan.id}/${agent}`]);
    return { ...item, outcome: 'removed', snapshot: (kept ?? last)?.ref, notKept };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { ...item, inTheWay: [`${branch}: ${error.message}`], outcome: 'refused', snapshot: undefined, notKept: [] };
  }
}

interface Kept {
  readonly ref: string;
  readonly commit: string;
}

interface Removed {
  readonly kept: Kept | undefined;
  readonly notKept: readonly string[];
}

async function removeFolder(
  { repository, plan, journal, root }: SpawnRun,
  { agent, worktree, branch, target, removesBranch, isMerged }: CleanupItem & { readonly worktree: string },
): Promise<Removed> {
  // A branch that stays holds its commits; one that goes holds them until its own receipt says what does.
  const holder = `refs/heads/${removesBranch && isMerged ? target : branch}`;
  let notKept: readonly string[] = [];
  const { snapshot } = await removeWorktree({
    repository,
    path: worktree,
    snapshotRef: snapshotRef(plan.id, agent),
    containedIn: holder,
    onHeld: async ({ ref, ignored, ...held }) => {
      notKept = ignored;
      if (ref !== undefined) await tell(journal, agent, { ref, commit: held.commit });
      const receipt = { of: 'worktree', name: worktree, ...held, ref: ref ?? holder } as const;
      await journal.append({
        type: 'receipt-written',
        agent,
        ...receipt,
        ...(ignored.length > 0 && { notKept: ignored }),
      });
    },
  });
  await journal.append({ type: 'workspace-removed', agent, path: worktree });
  await removeEmptyParents(worktree, root);
  return { kept: snapshot, notKept };
}

/** Commits that are not in the target as they are (also when they were squashed into it) stay on a ref of their own. */
async function removeBranch(
  { repository, plan, journal }: SpawnRun,
  { agent, branch, target, tip, kept }: CleanupItem & { readonly tip: string; readonly kept: Kept | undefined },
): Promise<Kept | undefined> {
  const isInTarget = await isAncestor(repository, tip, `refs/heads/${target}`);
  const isInKept = kept !== undefined && (await isAncestor(repository, tip, kept.commit));
  const isHeld = isInTarget || isInKept;
  const held = isHeld ? undefined : { ref: await nextRef(repository, snapshotRef(plan.id, agent)), commit: tip };
  if (held) {
    await updateRef(repository, {
      ref: held.ref,
      to: tip,
      from: undefined,
      reason: 'cdev: before its branch was removed',
    });
    await tell(journal, agent, held);
  }
  const ref = held?.ref ?? (isInTarget ? `refs/heads/${target}` : (kept?.ref ?? ''));
  const tree = await resolveTree(repository, tip);
  const receipt = { of: 'branch', name: branch, head: tip, tree, commit: tip, ref } as const;
  await journal.append({ type: 'receipt-written', agent, ...receipt });
  await deleteRef(repository, `refs/heads/${branch}`, tip);
  return held;
}

async function tell(journal: SpawnRun['journal'], agent: string, { ref, commit }: Kept): Promise<void> {
  await journal.append({ type: 'snapshot-taken', agent, ref, commit, why: 'before its workspace was removed' });
}

/** The folders of the plan and of the repository's worktrees, when this was the last one in them. */
async function removeEmptyParents(path: string, root: string): Promise<void> {
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    if (root.startsWith(folder)) return;
    const isGone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
