import { type BranchMerge, mergeBranches, regenerateLockfiles, rulesOf, writeHandOff } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { changedPaths, commitTree, isAncestor } from '@cdev/git';
import type { Candidate } from '../candidates/candidate.ts';
import { foreignAmong, foreignReason } from '../candidates/foreign-changes.ts';
import type { OpenIntegration } from '../history.ts';
import type { Integration } from '../integration.ts';
import type { IntegrationStrategy } from '../options.ts';
import type { ReportedAbsence, ReportedMerge } from '../report/integration-report.ts';
import { relativePath } from '../report/relative-path.ts';
import { placeCommit, type IntegrationWorktree } from '../worktree/integration-worktree.ts';
import { commitCandidate } from './commit-candidate.ts';
import { judgeCommit, knownFailure } from './judge-commit.ts';
import type { IntegrationJournal } from './journal-once.ts';
import { resolutionsOf } from './reported-resolutions.ts';
import type { Verdict } from './run-queue.ts';

/** All that an attempt needs to know. */
export interface Attempting {
  readonly integration: Integration;
  readonly strategy: IntegrationStrategy;
  readonly worktree: IntegrationWorktree;
  /** The target's commit at the start. */
  readonly from: string;
  readonly open: OpenIntegration | undefined;
  readonly journal: IntegrationJournal;
  readonly context: Context;
  /** Candidates that are in already, with the paths they change: who a conflict is with. */
  readonly before: { readonly candidate: Candidate; readonly paths: readonly string[] }[];
  /** Told of what becomes of each. */
  readonly onEjected: (absence: ReportedAbsence) => void;
}

type Ejection = Omit<ReportedAbsence, 'agent' | 'kind'>;

/** Merges a candidate on the tip, proves that it changes nothing but its own, and checks the tree that comes of it. */
export async function attemptCandidate(
  attempting: Attempting,
  candidate: Candidate,
  tip: string,
): Promise<Verdict<ReportedMerge>> {
  const { context } = attempting;
  const task = context.progress.begin(candidate.agent.id);
  try {
    const outcome = await attempt(attempting, { candidate, tip, tell: task.update });
    if ('commit' in outcome) {
      task.done(outcome.checks.length === 0 ? 'merged, nothing was checked' : 'merged and checked');
      return { kind: 'passed', commit: outcome.commit, result: outcome };
    }
    await eject(attempting, candidate, outcome);
    task.failed(`ejected: ${outcome.reason}`);
    return { kind: 'ejected', reason: outcome.reason };
  } catch (error) {
    task.failed();
    throw error;
  }
}

/** Records that a candidate does not go in. */
export async function eject(
  { journal, onEjected, integration }: Pick<Attempting, 'journal' | 'onEjected' | 'integration'>,
  { agent, tip }: Candidate,
  { log, handOff, ...ejection }: Ejection,
): Promise<void> {
  const file = log ?? handOff;
  await journal.ejected({ agent: agent.id, tip, reason: ejection.reason, ...(file !== undefined && { log: file }) });
  const named = (path: string): string => relativePath(integration.paths, path);
  onEjected({
    agent: agent.id,
    kind: 'ejected',
    ...ejection,
    ...(log !== undefined && { log: named(log) }),
    ...(handOff !== undefined && { handOff: named(handOff) }),
  });
}

interface One {
  readonly candidate: Candidate;
  readonly tip: string;
  readonly tell: (what: string) => void;
}

async function attempt(attempting: Attempting, one: One): Promise<ReportedMerge | Ejection> {
  const { integration, strategy, before, journal } = attempting;
  const { candidate, tip, tell } = one;
  const { repository, plan } = integration;
  if (candidate.refusal !== undefined) return { reason: candidate.refusal };
  const started = performance.now();
  tell('merging');
  const merge = await mergeOnto(attempting, one);
  const merged = merge.tree ?? merge.draft;
  if (merged === undefined) return conflictEjection(attempting, one, merge);
  // Held against what merging it really changes: nothing can get past that, whatever its history looks like.
  const paths = (await changedPaths(repository, tip, merged)).map(({ path }) => path);
  const foreign = foreignAmong(plan, candidate.agent.id, paths);
  if (foreign.length > 0) return { reason: foreignReason(foreign) };
  const tree = merge.tree ?? (await withLockfiles(attempting, one, merge));
  if (typeof tree !== 'string') return tree;
  const resolved = [...merge.resolved, ...merge.conflicts].map(({ path }) => path).sort();
  const commit = await commitCandidate(integration, strategy, { tip, candidate, tree, resolved });
  const known = knownFailure(attempting, { candidate, commit });
  if (known) return known;
  await journal.candidateMerged({ agent: candidate.agent.id, tip: candidate.tip, commit, tree, resolved });
  const mergeDuration = Math.round(performance.now() - started);
  const judged = await judgeCommit(attempting, { candidate, tip, commit, tree, tell });
  if ('reason' in judged) return judged;
  before.push({ candidate, paths });
  return {
    agent: candidate.agent.id,
    title: candidate.agent.title,
    tip: candidate.tip,
    commit,
    files: paths.length,
    resolved: resolutionsOf(merge),
    checks: judged.runs.map(({ tail: _tail, command: _command, log, ...run }) => ({
      ...run,
      ...(log !== undefined && { log: relativePath(integration.paths, log) }),
    })),
    flaky: judged.flaky,
    durations: { merge: mergeDuration, checks: judged.duration },
  };
}

function mergeOnto(
  { integration, strategy, before, context }: Attempting,
  { candidate, tip }: One,
): Promise<BranchMerge> {
  const { repository, plan, target } = integration;
  const names = before.map((other) => other.candidate.agent.id);
  const ours = names.length === 0 ? target : `${target} with ${names.join(', ')}`;
  // Without merge commits the work of dependencies is in under other commits, and only the candidate's own part is to be brought.
  const hasOtherHistory = strategy !== 'merge' && candidate.agent.dependsOn.length > 0;
  return mergeBranches({
    cwd: repository,
    ours: tip,
    theirs: candidate.tip,
    base: hasOtherHistory ? candidate.base : undefined,
    rules: rulesOf(plan),
    labels: { ours, theirs: candidate.agent.id },
    signal: context.signal,
  });
}

async function conflictEjection(attempting: Attempting, one: One, merge: BranchMerge): Promise<Ejection> {
  const { integration, before } = attempting;
  const { candidate, tip } = one;
  const { repository, plan, target } = integration;
  const conflicts = merge.conflicts.filter(({ regenerate }) => regenerate === undefined);
  const paths = conflicts.map(({ path }) => path);
  const foreign = foreignAmong(plan, candidate.agent.id, paths);
  if (foreign.length > 0) return { reason: foreignReason(foreign) };
  const others = before.filter((other) => other.paths.some((path) => paths.includes(path)));
  const ours = others.map(({ candidate: other }) => partyOf(other));
  const handOff = await writeHandOff(repository.commonDir, {
    plan: plan.id,
    ours: ours.length > 0 ? ours : [{ name: target, branch: target, commit: tip }],
    theirs: partyOf(candidate),
    conflicts,
    next: `cdev-integrate-parallel-work ${plan.id}`,
  });
  const names = ours.length > 0 ? ours.map(({ name }) => name).join(', ') : target;
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return { reason: `it conflicts with ${names} in ${paths.slice(0, 3).join(', ')}${more}`, handOff };
}

function partyOf({ agent, branch, tip }: Candidate): Parameters<typeof writeHandOff>[1]['theirs'] {
  return { name: agent.id, branch, commit: tip, title: agent.title, task: agent.task };
}

/** A lock file that was written anew before an interruption is taken as it was: another day the registry may have other versions. */
async function withLockfiles(
  { integration, open, worktree, context }: Attempting,
  { candidate, tip, tell }: One,
  { draft = '', conflicts }: BranchMerge,
): Promise<string | Ejection> {
  const { repository } = integration;
  const known = open?.decisions.get(candidate.agent.id);
  if (known?.kind === 'merged' && known.tip === candidate.tip && (await isAncestor(repository, tip, known.commit)))
    return known.tree;
  tell(`writing ${conflicts.map((conflict) => conflict.path).join(', ')} anew`);
  try {
    const commit = await commitTree(repository, { tree: draft, parents: [tip], message: 'Draft' });
    await placeCommit(worktree, commit, context.signal);
    return await regenerateLockfiles({
      worktree: worktree.path,
      tree: draft,
      lockfiles: conflicts,
      signal: context.signal,
    });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_MERGE_LOCKFILE_FAILED')) throw error;
    return { reason: error.message.split('\n')[0] ?? '', tail: error.message };
  }
}
