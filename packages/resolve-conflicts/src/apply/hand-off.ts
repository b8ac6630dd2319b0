import {
  importTask,
  testsOf,
  writeHandOff,
  type BrokenImport,
  type HandOffParty,
  type OpenConflict,
  type OrderedMerge,
} from '@cdev/branch-merge';
import { quoteForShell } from '@cdev/core/subprocess';
import { changedPaths, mergeBase, type Repository } from '@cdev/git';
import type { BranchSubject, StoppedOperation, StoppedSubject } from '../subject/subject.ts';

/** Writes a task for each merge with open conflicts or broken imports. @returns their files. */
export async function handOff(
  repository: Repository,
  subject: BranchSubject,
  merged: readonly OrderedMerge[],
): Promise<string[]> {
  const files: string[] = [];
  for (const one of merged) {
    const conflicts = handedOff(one.merge.conflicts);
    const { met, brokenImports, ...about } = await importTask(repository, one.merge, one.merge.brokenImports);
    if (conflicts.length + brokenImports.length === 0) continue;
    const conflicting = conflicts.map(({ path }) => path);
    const paths = [...conflicting, ...about.paths];
    const ours = await partiesIn(repository, subject, { one, merged, paths: [...conflicting, ...met] });
    const { plan } = subject;
    const commits = [...ours.map(({ commit }) => commit), one.commit];
    const next = plan
      ? `cdev-integrate-parallel-work ${plan.id}`
      : `cdev-resolve-conflicts --ours ${quoteForShell(subject.onto.name)} --theirs ${quoteForShell(one.id)}`;
    files.push(
      await writeHandOff(repository.commonDir, {
        plan: plan?.id,
        ours,
        theirs: partyOf(subject, one),
        conflicts,
        brokenImports,
        checks: plan?.checks,
        tests: await testsOf(repository.top ?? repository.commonDir, { paths, commits }),
        next,
      }),
    );
  }
  return files;
}

/** A lock file is no task for anybody: its package manager writes it. */
function handedOff(conflicts: readonly OpenConflict[]): OpenConflict[] {
  return conflicts.filter(({ regenerate }) => regenerate === undefined);
}

/** What a working tree's task is about. */
export interface StoppedTask {
  readonly open: readonly OpenConflict[];
  readonly brokenImports: readonly BrokenImport[];
}

/** The same for what stopped in a working tree, where it is to be brought to its end. */
export async function handOffStopped(
  { repository, worktree, operation, labels, heads }: StoppedSubject,
  { open, brokenImports: broken }: StoppedTask,
): Promise<string[]> {
  const conflicts = handedOff(open);
  const { brokenImports, paths: about } = await importTask(repository, heads, broken);
  if (conflicts.length + brokenImports.length === 0) return [];
  const paths = [...conflicts.map(({ path }) => path), ...about];
  const commits = [heads.ours, heads.theirs].filter((commit) => commit !== '');
  const file = await writeHandOff(repository.commonDir, {
    tests: await testsOf(repository.top ?? repository.commonDir, { paths, commits }),
    ours: [{ name: labels.ours, commit: heads.ours }],
    theirs: { name: labels.theirs, commit: heads.theirs },
    conflicts,
    brokenImports,
    stoppedIn: worktree,
    next: goesOn[operation],
  });
  return [file];
}

/** What brings it to an end; a stash has nothing that would. */
const goesOn: Readonly<Partial<Record<StoppedOperation, string>>> = {
  merge: 'git merge --continue',
  rebase: 'git rebase --continue',
  'cherry-pick': 'git cherry-pick --continue',
  revert: 'git revert --continue',
};

interface Meeting {
  readonly one: OrderedMerge;
  readonly merged: readonly OrderedMerge[];
  readonly paths: readonly string[];
}

/** Those before it that changed the same paths; the place they are merged on when none did. */
async function partiesIn(
  repository: Repository,
  subject: BranchSubject,
  { one, merged, paths }: Meeting,
): Promise<HandOffParty[]> {
  const parties: HandOffParty[] = [];
  for (const other of merged.filter(({ id }) => one.on.includes(id))) {
    const base = await mergeBase(repository, one.commit, other.commit);
    const changed = base === undefined ? [] : await changedPaths(repository, base, other.commit);
    if (changed.some(({ path }) => paths.includes(path))) parties.push(partyOf(subject, other));
  }
  const { name, commit } = subject.onto;
  return parties.length > 0 ? parties : [partyOf(subject, { id: name, commit })];
}

function partyOf(
  { plan }: BranchSubject,
  { id, commit }: { readonly id: string; readonly commit: string },
): HandOffParty {
  const agent = plan?.agents.find((planned) => planned.id === id);
  return { name: id, commit, branch: agent?.branch, title: agent?.title, task: agent?.task, checks: agent?.checks };
}
