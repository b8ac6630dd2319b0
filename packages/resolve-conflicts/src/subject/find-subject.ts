import type { Context } from '@cdev/core/cli';
import { quoteForShell } from '@cdev/core/subprocess';
import { isAncestor, openRepository, requireCommit, unmergedPaths, type Repository } from '@cdev/git';
import type { ResolveConflictsOptions } from '../options.ts';
import { errors } from '../errors.ts';
import { planSubject } from './plan-subject.ts';
import { stoppedSubject } from './stopped-subject.ts';
import type { StoppedSubject, Subject } from './subject.ts';

/**
 * What is to be resolved: the commits or agents that were named, else what stopped in this working tree, else all agents of the newest plan.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_PLAN_NOT_FOUND, CDEV_E_RESOLVE_AGENT_UNKNOWN, CDEV_E_RESOLVE_NO_BRANCH, CDEV_E_RESOLVE_INTO_STOPPED
 */
export async function findSubject(
  options: ResolveConflictsOptions,
  context: Context,
): Promise<{ readonly repository: Repository; readonly subject: Subject }> {
  const { cwd, signal } = context;
  const repository = await openRepository(cwd, { signal });
  const { ours, theirs, plan, agents } = options;
  if (ours !== undefined && theirs !== undefined)
    return { repository, subject: await commitSubject(repository, ours, theirs) };
  const isFree = plan === undefined && agents.length === 0 && repository.top !== undefined;
  const conflicts = isFree ? await unmergedPaths(cwd) : [];
  if (conflicts.length === 0) return { repository, subject: await planSubject(repository, options, context) };
  const subject = await stoppedSubject(repository, conflicts);
  if (options.into !== undefined) throw intoStopped(subject, options.into);
  return { repository, subject };
}

/** Taken silently, the branch that was named would be waited for in vain, and the working tree changed instead. */
function intoStopped({ operation, labels }: StoppedSubject, into: string): Error {
  const sides =
    operation === 'merge'
      ? `--ours ${quoteForShell(labels.ours)} --theirs ${quoteForShell(labels.theirs)}`
      : '--ours <commit> --theirs <commit>';
  const what = operation === 'other' ? 'Something' : `A ${operation}`;
  return errors.make('CDEV_E_RESOLVE_INTO_STOPPED', { into: quoteForShell(into), operation: what, sides });
}

async function commitSubject(repository: Repository, ours: string, theirs: string): Promise<Subject> {
  const [left, right] = [await requireCommit(repository, ours), await requireCommit(repository, theirs)];
  const isIn = await isAncestor(repository, right, left);
  return {
    kind: 'branches',
    onto: { commit: left, name: ours },
    candidates: isIn ? [] : [{ id: theirs, commit: right }],
    plan: undefined,
    target: undefined,
    notes: isIn ? [`${theirs} is in ${ours} already`] : [],
  };
}
