import { testsOf, writeHandOff, type HandOffParty, type OpenConflict, type OrderedMerge } from '@cdev/branch-merge';
import { changedPaths, mergeBase, type Repository } from '@cdev/git';
import type { BranchSubject, StoppedSubject } from '../subject/subject.ts';

/** Writes a task for each merge with open conflicts. @returns their files. */
export async function handOff(
  repository: Repository,
  subject: BranchSubject,
  merged: readonly OrderedMerge[],
): Promise<string[]> {
  const files: string[] = [];
  for (const one of merged) {
    const conflicts = one.merge.conflicts.filter(({ regenerate }) => regenerate === undefined);
    if (conflicts.length === 0) continue;
    const paths = conflicts.map(({ path }) => path);
    const ours = await partiesIn(repository, subject, { one, merged, paths });
    const { plan } = subject;
    const commits = [...ours.map(({ commit }) => commit), one.commit];
    const next = plan
      ? `cdev-integrate-parallel-work ${plan.id}`
      : `cdev-resolve-conflicts --ours ${subject.onto.name} --theirs ${one.id}`;
    files.push(
      await writeHandOff(repository.commonDir, {
        plan: plan?.id,
        ours,
        theirs: partyOf(subject, one),
        conflicts,
        checks: plan?.checks,
        tests: await testsOf(repository.top ?? repository.commonDir, { paths, commits }),
        next,
      }),
    );
  }
  return files;
}

/** The same for what stopped in a working tree. */
export async function handOffStopped(
  { repository, labels, heads }: StoppedSubject,
  open: readonly OpenConflict[],
): Promise<string[]> {
  const conflicts = open.filter(({ regenerate }) => regenerate === undefined);
  if (conflicts.length === 0) return [];
  const paths = conflicts.map(({ path }) => path);
  const commits = [heads.ours, heads.theirs].filter((commit) => commit !== '');
  const file = await writeHandOff(repository.commonDir, {
    tests: await testsOf(repository.top ?? repository.commonDir, { paths, commits }),
    ours: [{ name: labels.ours, commit: heads.ours }],
    theirs: { name: labels.theirs, commit: heads.theirs },
    conflicts,
    next: 'cdev-resolve-conflicts --apply',
  });
  return [file];
}

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
