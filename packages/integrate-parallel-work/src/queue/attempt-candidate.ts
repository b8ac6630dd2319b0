import {
  type BranchMerge,
  type HandOff,
  type HandOffParty,
  importTask,
  mergeBranches,
  regenerateLockfiles,
  rulesOf,
  testsOf,
  writeHandOff,
} from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { changedPaths, commitTree } from '@cdev/git';
import type { Candidate } from '../candidates/candidate.ts';
import { changesOfBranch, foreignAmong, foreignReason } from '../candidates/foreign-changes.ts';
import type { OpenIntegration } from '../history.ts';
import type { Integration } from '../integration.ts';
import type { IntegrationStrategy } from '../options.ts';
import type { ReportedAbsence, ReportedResolution } from '../report/integration-report.ts';
import { filesBelow } from '../report/relative-path.ts';
import { placeCommit } from '@cdev/workspace';
import type { BenchPool } from '../worktree/bench-pool.ts';
import { brokenReason } from './broken-reason.ts';
import { commitCandidate, decidedPaths } from './commit-candidate.ts';
import type { IntegrationJournal } from './journal-once.ts';
import { resolutionsOf } from './reported-resolutions.ts';
import type { Merging } from './run-batches.ts';

/** All that an attempt needs to know. */
export interface Attempting {
  readonly integration: Integration;
  readonly strategy: IntegrationStrategy;
  readonly benches: BenchPool;
  /** Test runs at once, at most. */
  readonly atOnce: number | undefined;
  /** The target's commit at the start. */
  readonly from: string;
  readonly open: OpenIntegration | undefined;
  readonly journal: IntegrationJournal;
  readonly context: Context;
  /** Told of what becomes of each. */
  readonly onEjected: (absence: ReportedAbsence) => void;
}

export type Ejection = Omit<ReportedAbsence, 'agent' | 'kind'>;

/** A candidate's merge, as far as the report and those after it need it. */
export interface MergedCandidate {
  readonly candidate: Candidate;
  readonly tree: string;
  /** What it changes. */
  readonly paths: readonly string[];
  readonly resolved: readonly ReportedResolution[];
  /** Milliseconds. */
  readonly duration: number;
}

/** An ejection that is put into words only when it is final: a task for somebody may be part of it. */
export type PendingEjection = () => Promise<Ejection>;

/** Records that a candidate does not go in. */
export async function eject(
  { journal, onEjected, integration }: Pick<Attempting, 'journal' | 'onEjected' | 'integration'>,
  { agent, tip }: Candidate,
  { log, handOff, ...ejection }: Ejection,
): Promise<void> {
  const files = { ...(log !== undefined && { log }), ...(handOff !== undefined && { handOff }) };
  await journal.ejected({ agent: agent.id, tip, reason: ejection.reason, ...files });
  onEjected({ agent: agent.id, kind: 'ejected', ...ejection, ...filesBelow(integration.paths, files) });
}

interface One {
  readonly candidate: Candidate;
  readonly tip: string;
  /** Those that it is merged upon: who a conflict is with. */
  readonly before: readonly MergedCandidate[];
  readonly tell: (what: string) => void;
}

/** Merges a candidate on the tip and proves that it changes nothing but its own. Tests nothing. */
export async function mergeCandidate(
  attempting: Attempting,
  one: One,
): Promise<Merging<MergedCandidate, PendingEjection>> {
  const { integration, strategy, journal } = attempting;
  const { candidate, tip, tell } = one;
  const { repository, plan } = integration;
  if (candidate.refusal !== undefined) return refused({ reason: candidate.refusal });
  const started = performance.now();
  tell('merging');
  const merge = await mergeOnto(attempting, one);
  const merged = merge.tree ?? merge.draft;
  if (merged === undefined) return { kind: 'ejected', ejection: () => conflictEjection(attempting, one, merge) };
  // Held against what merging it really changes: nothing can get past that, whatever its history looks like.
  const paths = (await changedPaths(repository, tip, merged)).map(({ path }) => path);
  const foreign = await foreignAmong(repository, plan, { agent: candidate.agent.id, from: tip, to: merged, paths });
  if (foreign.length > 0) return refused({ reason: foreignReason(foreign) });
  if (merge.brokenImports.length > 0)
    return { kind: 'ejected', ejection: () => brokenEjection(attempting, one, merge) };
  const tree = merge.tree ?? (await withLockfiles(attempting, one, merge));
  if (typeof tree !== 'string') return refused(tree);
  const decided = decidedPaths(merge);
  const commit = await commitCandidate(integration, strategy, { tip, candidate, tree, resolved: decided });
  const resolved = decided.map(({ path }) => path);
  await journal.candidateMerged({ agent: candidate.agent.id, tip: candidate.tip, on: tip, commit, tree, resolved });
  const duration = Math.round(performance.now() - started);
  return { kind: 'merged', commit, merged: { candidate, tree, paths, resolved: resolutionsOf(merge), duration } };
}

function refused(ejection: Ejection): Merging<never, PendingEjection> {
  return { kind: 'ejected', ejection: async () => ejection };
}

function mergeOnto(attempting: Attempting, one: One): Promise<BranchMerge> {
  const { integration, context } = attempting;
  const { candidate, tip, before } = one;
  const { repository, plan, target, resolving } = integration;
  const names = before.map((other) => other.candidate.agent.id);
  const ours = names.length === 0 ? target : `${target} with ${names.join(', ')}`;
  return mergeBranches({
    ...resolving,
    cwd: repository,
    ours: tip,
    theirs: candidate.tip,
    base: baseOf(attempting, one),
    rules: rulesOf(plan),
    labels: { ours, theirs: candidate.agent.id },
    checksImports: true,
    signal: context.signal,
  });
}

/** Without merge commits the work of dependencies is in under other commits, and only the candidate's own part is to be brought. */
function baseOf({ strategy }: Attempting, { candidate }: One): string | undefined {
  return strategy !== 'merge' && candidate.agent.dependsOn.length > 0 ? candidate.base : undefined;
}

async function conflictEjection(attempting: Attempting, one: One, merge: BranchMerge): Promise<Ejection> {
  const { repository, plan } = attempting.integration;
  const { candidate } = one;
  const conflicts = merge.conflicts.filter(({ regenerate }) => regenerate === undefined);
  const paths = conflicts.map(({ path }) => path);
  const foreign = await foreignAmong(repository, plan, changesOfBranch(candidate, paths));
  if (foreign.length > 0) return { reason: foreignReason(foreign) };
  const ours = oursOf(attempting, one, paths);
  const handOff = await writeTask(attempting, one, { ours, conflicts, paths });
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return { reason: `it conflicts with ${namesOf(ours)} in ${paths.slice(0, 3).join(', ')}${more}`, handOff };
}

/** What one took out and the other takes is no conflict of lines, and no merge either that anybody could use. */
async function brokenEjection(attempting: Attempting, one: One, merge: BranchMerge): Promise<Ejection> {
  const { repository } = attempting.integration;
  const base = baseOf(attempting, one);
  const { met, ...task } = await importTask(repository, { ...merge, base }, merge.brokenImports);
  const ours = oursOf(attempting, one, met);
  const handOff = await writeTask(attempting, one, { ...task, ours, conflicts: [] });
  return { reason: brokenReason(merge.brokenImports, namesOf(ours)), handOff };
}

/** Those before it that changed any of the paths; the target when none did. */
function oursOf({ integration }: Attempting, { tip, before }: One, paths: readonly string[]): HandOffParty[] {
  const { target } = integration;
  const others = before.filter((other) => other.paths.some((path) => paths.includes(path)));
  const ours = others.map(({ candidate }) => partyOf(candidate));
  return ours.length > 0 ? ours : [{ name: target, branch: target, commit: tip }];
}

function namesOf(parties: readonly HandOffParty[]): string {
  return parties.map(({ name }) => name).join(', ');
}

interface Task extends Pick<HandOff, 'ours' | 'conflicts' | 'brokenImports'> {
  readonly paths: readonly string[];
}

async function writeTask(
  { integration: { repository, plan } }: Attempting,
  { candidate, tip }: One,
  { paths, ...task }: Task,
): Promise<string> {
  return writeHandOff(repository.commonDir, {
    ...task,
    plan: plan.id,
    theirs: partyOf(candidate),
    checks: plan.checks,
    tests: await testsOf(repository.top ?? repository.commonDir, { paths, commits: [tip, candidate.tip] }),
    next: `cdev-integrate-parallel-work ${plan.id}`,
  });
}

function partyOf({ agent, branch, tip }: Candidate): HandOffParty {
  return { name: agent.id, branch, commit: tip, title: agent.title, task: agent.task, checks: agent.checks };
}

/** A lock file that was written anew before an interruption is taken as it was: another day the registry may have other versions. */
async function withLockfiles(
  { integration, open, benches, context }: Attempting,
  { candidate, tip, tell }: One,
  { draft = '', conflicts }: BranchMerge,
): Promise<string | Ejection> {
  const { repository } = integration;
  const known = open?.merges.find(
    (merge) => merge.agent === candidate.agent.id && merge.tip === candidate.tip && merge.on === tip,
  );
  if (known) return known.tree;
  tell(`writing ${conflicts.map((conflict) => conflict.path).join(', ')} anew`);
  try {
    const commit = await commitTree(repository, { tree: draft, parents: [tip], message: 'Draft' });
    const { signal } = context;
    return await benches.lend(async (take) => {
      const bench = await take();
      await placeCommit(bench, commit, signal);
      return regenerateLockfiles({ worktree: bench.path, tree: draft, lockfiles: conflicts, signal });
    });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_MERGE_LOCKFILE_FAILED')) throw error;
    return { reason: error.message.split('\n')[0] ?? '', tail: error.message };
  }
}
