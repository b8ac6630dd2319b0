import {
  brokenImports,
  isAtLeast,
  mergeInOrder,
  resolveConflicts as decide,
  rulesOf,
  settleLockfiles,
  type BrokenImport,
  type DecidedConflicts,
  type OrderedMerge,
  type ResolveOptions,
} from '@cdev/branch-merge';
import type { Context, Outcome } from '@cdev/core/cli';
import { replaceInTree, type Repository } from '@cdev/git';
import { applyBranches, type AppliedBranches } from './apply/apply-branches.ts';
import { applyStopped, type AppliedStopped } from './apply/apply-stopped.ts';
import { handOff, handOffStopped } from './apply/hand-off.ts';
import { beginMemory, type ScriptMemory } from './memory/script-memory.ts';
import { dropAnswers } from './interactive/kept-answers.ts';
import { settledEntries, settleStopped } from './lockfiles/settle-stopped.ts';
import { assertOptions, choicesOf, type ResolveConflictsOptions, type Strategy } from './options.ts';
import { showResolutions, type ShownMerge } from './show/shown-merge.ts';
import { findSubject } from './subject/find-subject.ts';
import type { BranchSubject, StoppedOperation, StoppedSubject } from './subject/subject.ts';

export interface ResolveResult {
  /** What was looked at: branches merged one upon the other, or what stopped in this working tree. */
  readonly kind: 'branches' | 'stopped';
  readonly operation?: StoppedOperation;
  readonly plan?: string;
  readonly strategy: Strategy;
  readonly merges: readonly ShownMerge[];
  /** Agents that are not part of it, and why. */
  readonly notes: readonly string[];
  /** What `--apply` did; absent when it only showed, or when open conflicts kept it from doing anything. */
  readonly applied?: AppliedBranches | AppliedStopped;
  /** Files of tasks that were written for what is left open. */
  readonly handOffs: readonly string[];
}

/**
 * Shows how conflicts are decided, and with `apply` does it: branches get a merge commit once nothing is open, a merge that stopped gets its
 * decided files. Never writes a conflict marker.
 * @throws CDEV_E_RESOLVE_*, and what finding the subject throws
 */
export async function resolveConflicts(
  options: ResolveConflictsOptions,
  context: Context,
): Promise<Outcome<ResolveResult>> {
  assertOptions(options);
  if (options.strategy === 'interactive') (await import('./interactive/ask-files.ts')).assertTerminal(context);
  const { repository, subject } = await findSubject(options, context);
  const memory = await beginMemory(repository, options, context);
  const asked = { repository, options, context, memory };
  const decided =
    subject.kind === 'stopped' ? await resolveStopped(subject, asked) : await resolveBranches(subject, asked);
  await forgetAnswers(repository, decided);
  const result = { ...decided, notes: [...decided.notes, ...memory.notes()] };
  const isWhole = result.merges.every(({ open, brokenImports: broken }) => open.length + broken.length === 0);
  return { result, status: isWhole ? 'ok' : 'findings' };
}

/** Answers to what is written now are no open questions any more. */
async function forgetAnswers({ commonDir }: Repository, { applied, merges }: ResolveResult): Promise<void> {
  if (applied === undefined) return;
  const paths =
    applied.kind === 'stopped' ? applied.paths : merges.flatMap(({ resolved }) => resolved.map(({ path }) => path));
  await dropAnswers(commonDir, paths);
}

interface Asked {
  readonly repository: Repository;
  readonly options: ResolveConflictsOptions;
  readonly context: Context;
  readonly memory: ScriptMemory;
}

async function resolveBranches(subject: BranchSubject, asked: Asked): Promise<ResolveResult> {
  const { repository, options, context } = asked;
  const { onto, candidates, plan, notes } = subject;
  const task = context.progress.begin(candidates.length === 1 ? 'merging' : `merging ${candidates.length} branches`);
  const merged = await mergeInOrder({
    cwd: repository,
    onto,
    candidates,
    signal: context.signal,
    checksImports: true,
    finish: writesLockfiles(options) ? (merge) => settleLockfiles(repository, merge, context) : undefined,
    ...(await decisions(asked, plan && rulesOf(plan))),
  });
  task.done();
  const merges = await Promise.all(merged.map((merge) => shownOf(repository, subject, merge)));
  // What becomes somebody's task is not in yet.
  const holdsBack = ({ open, brokenImports: broken }: ShownMerge): boolean =>
    open.length > 0 || (options.strategy === 'handoff' && broken.length > 0);
  const isOpen = merges.some(holdsBack);
  const applied =
    options.apply && !isOpen && merged.length > 0
      ? await applyBranches(repository, subject, { merged, into: options.into, context })
      : undefined;
  return {
    kind: 'branches',
    ...(plan && { plan: plan.id }),
    strategy: options.strategy,
    merges,
    notes,
    ...(applied && { applied }),
    handOffs: writesTasks(options) ? await handOff(repository, subject, merged) : [],
  };
}

function writesTasks({ apply, strategy }: ResolveConflictsOptions): boolean {
  return apply && strategy === 'handoff';
}

async function shownOf(repository: Repository, { onto }: BranchSubject, ordered: OrderedMerge): Promise<ShownMerge> {
  const { id, on, merge } = ordered;
  const ours = on.length === 0 ? onto.name : `${onto.name} with ${on.join(', ')}`;
  const resolved = await showResolutions(repository, merge);
  return {
    ours,
    theirs: id,
    isClean: merge.isClean,
    resolved,
    open: merge.conflicts,
    brokenImports: merge.brokenImports,
  };
}

async function resolveStopped(subject: StoppedSubject, asked: Asked): Promise<ResolveResult> {
  const { options, context, memory } = asked;
  const { worktree, found, labels, operation } = subject;
  const choices = await decisions(asked, undefined);
  const merged = await decide(worktree, found, { ...choices, labels });
  const decided = writesLockfiles(options) ? await settleStopped(worktree, merged, context) : merged;
  const shown = await showResolutions(worktree, { ours: 'HEAD', resolved: decided.resolved });
  const broken = await brokenByStopped(subject, decided);
  const applied = options.apply ? await applyStopped(subject, decided.resolved, context) : undefined;
  const left = new Set(applied?.left);
  if (applied !== undefined) await memory.keepChoices(subject, decided.resolved, applied);
  return {
    kind: 'stopped',
    operation,
    strategy: options.strategy,
    merges: [{ ...labels, isClean: false, resolved: shown, open: decided.open, brokenImports: broken }],
    notes: [...left].map((path) => `${path} was edited by hand and left as it is`),
    ...(applied && { applied }),
    handOffs: writesTasks(options) ? await handOffStopped(subject, { open: decided.open, brokenImports: broken }) : [],
  };
}

/** Of a merge, once all of it is decided; all else brings the change of one commit. */
async function brokenByStopped(
  { worktree, operation, heads }: StoppedSubject,
  { resolved, open }: DecidedConflicts,
): Promise<readonly BrokenImport[]> {
  if (operation !== 'merge' || open.length > 0 || heads.ours === '' || heads.theirs === '') return [];
  const tree = await replaceInTree(worktree, undefined, [...(await settledEntries(worktree)), ...resolved]);
  return brokenImports(worktree, { ...heads, tree });
}

/** A lock file that is written anew is likely to be right, and has to be asked for as such. */
function writesLockfiles({ apply, lockfiles, ...options }: ResolveConflictsOptions): boolean {
  return apply && lockfiles === 'write' && isAtLeast('likely', choicesOf(options).atLeast ?? 'guess');
}

async function decisions(
  { repository, options, context, memory }: Asked,
  rules: ResolveOptions['rules'],
): Promise<Omit<ResolveOptions, 'labels'>> {
  const { env, signal } = context;
  const told = { rules, explains: options.explain, mergiraf: { env, signal }, memory: memory.known };
  const choices = { ...choicesOf(options), ...told };
  if (options.strategy !== 'interactive') return choices;
  const { askFiles } = await import('./interactive/ask-files.ts');
  const folder = repository.top ?? repository.commonDir;
  const keptIn = options.isDryRun ? undefined : repository.commonDir;
  return { ...choices, resolveTexts: askFiles({ context, keptIn, folder, options: choices }) };
}
