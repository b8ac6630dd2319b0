import { forgetDecisions, worktreeOf, type RememberedDecision } from '@cdev/branch-merge';
import type { Context, Outcome } from '@cdev/core/cli';
import {
  deleteRef,
  git,
  openRepository,
  requireCommit,
  resolveCommit,
  restoreSnapshot,
  updateRef,
  type Repository,
} from '@cdev/git';
import { stageConflicts } from '../apply/working-files.ts';
import { errors } from '../errors.ts';
import { readRecords, removeRecord, type BranchRecord, type StoredRecord, type WorktreeRecord } from './undo-record.ts';

export interface UndoneResolution {
  readonly kind: 'branch' | 'worktree';
  /** In words: what is as it was again. */
  readonly what: string;
  readonly isDryRun: boolean;
}

/**
 * Puts back what the last `--apply` did: the branch to where it was, or the files and conflicts of what had stopped in this working tree.
 * @throws CDEV_E_RESOLVE_NOTHING_TO_UNDO, CDEV_E_RESOLVE_UNDO_TOO_LATE, CDEV_E_RESOLVE_UNDO_IN_THE_WAY
 */
export async function undoResolution(
  { isDryRun }: { readonly isDryRun: boolean },
  context: Context,
): Promise<Outcome<UndoneResolution>> {
  const repository = await openRepository(context.cwd, { signal: context.signal });
  const { file, record } = await newest(repository);
  const what =
    record.kind === 'branch'
      ? `${record.branch} ${record.from === undefined ? 'is gone' : `is at ${record.from.slice(0, 9)}`}`
      : `${record.conflicts.map(({ path }) => path).join(', ')} in conflict`;
  if (!isDryRun) {
    await context.prompt.confirm(`Undo it, so that again: ${what}?`);
    if (record.kind === 'branch') await undoBranch(repository, record);
    else await undoWorktree(record);
    await forgetUndone(repository, record);
    await removeRecord(file);
  }
  return { result: { kind: record.kind, what, isDryRun }, status: 'ok' };
}

/** A decision that was taken back is no precedent. */
async function forgetUndone(repository: Repository, record: BranchRecord | WorktreeRecord): Promise<void> {
  if (record.kind === 'worktree') {
    const paths = new Set(record.conflicts.map(({ path }) => path));
    const which = ({ commit, path }: RememberedDecision): boolean => commit === undefined && paths.has(path);
    await forgetDecisions(repository.commonDir, { which });
    return;
  }
  // Merge commits that no branch holds any more.
  const args = ['rev-list', '--first-parent', '-n100', record.to, '--not', '--branches'];
  const { stdout } = await git(repository, args, { isQuestion: true });
  const gone = new Set(stdout.split('\n'));
  await forgetDecisions(repository.commonDir, { which: ({ commit }) => commit !== undefined && gone.has(commit) });
}

async function newest({ commonDir, top }: Repository): Promise<StoredRecord> {
  const records = await readRecords(commonDir);
  const found = records.find(({ record }) => record.kind === 'branch' || record.worktree === top);
  if (!found) throw errors.make('CDEV_E_RESOLVE_NOTHING_TO_UNDO');
  return found;
}

async function undoBranch(repository: Repository, { branch, from, to, backup }: BranchRecord): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const current = await resolveCommit(repository, ref);
  // Noted, and then killed before it was done.
  if (current === from) return;
  if (current !== to) throw errors.make('CDEV_E_RESOLVE_UNDO_TOO_LATE', { what: branch, kept: backup ?? to });
  const worktree = await worktreeOf(repository, branch);
  if (from === undefined) {
    if (worktree !== undefined) throw inTheWay(worktree, `${branch}, which did not exist before, is checked out there`);
    await deleteRef(repository, ref, to);
  } else if (worktree === undefined) await updateRef(repository, { ref, to: from, from: to, reason: 'cdev: undo' });
  else await resetKeeping(worktree, from);
}

/** Takes the files back too, and refuses where that would cost an uncommitted change. */
async function resetKeeping(worktree: string, commit: string): Promise<void> {
  const { ok, stderr } = await git(worktree, ['reset', '--keep', '--quiet', commit], { allowFailure: true });
  if (!ok) throw inTheWay(worktree, stderr.trim().split('\n')[0] ?? '');
}

async function undoWorktree({ worktree, head, snapshot, conflicts }: WorktreeRecord): Promise<void> {
  if ((await requireCommit(worktree, 'HEAD')) !== head)
    throw errors.make('CDEV_E_RESOLVE_UNDO_TOO_LATE', { what: worktree, kept: snapshot });
  const paths = conflicts.map(({ path }) => path);
  // What has been done to these files since is kept too.
  await restoreSnapshot(worktree, snapshot, { paths, saveTo: 'refs/cdev/backup/worktree/' });
  await stageConflicts(worktree, conflicts);
}

function inTheWay(worktree: string, reason: string): Error {
  return errors.make('CDEV_E_RESOLVE_UNDO_IN_THE_WAY', { worktree, reason });
}
