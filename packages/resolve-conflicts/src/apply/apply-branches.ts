import { pid } from 'node:process';
import { appendEvent } from '@cdev/agent-run';
import { moveBranch, type OrderedMerge } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { commitTree, isAncestor, nextRef, readCommit, resolveCommit, updateRef, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import type { BranchSubject } from '../subject/subject.ts';
import { writeRecord } from '../undo/undo-record.ts';

export interface AppliedBranches {
  readonly kind: 'branches';
  readonly into: string;
  /** Where the branch was; absent when it was made. */
  readonly from?: string;
  readonly to: string;
  /** Ref that keeps `from`. */
  readonly backup?: string;
}

export interface ApplyBranchesOptions {
  readonly merged: readonly OrderedMerge[];
  readonly into: string | undefined;
  readonly context: Context;
}

/**
 * Makes the merge commits and moves the branch to them by compare-and-swap, after a backup ref of where it was.
 * @throws CDEV_E_RESOLVE_INTO_MISSING, CDEV_E_RESOLVE_INTO_TARGET, CDEV_E_RESOLVE_INTO_ELSEWHERE, CDEV_E_CLI_DECLINED, and what
 * `moveBranch` throws
 */
export async function applyBranches(
  repository: Repository,
  subject: BranchSubject,
  { merged, into, context }: ApplyBranchesOptions,
): Promise<AppliedBranches> {
  if (into === undefined) throw errors.make('CDEV_E_RESOLVE_INTO_MISSING');
  if (subject.target === into) throw errors.make('CDEV_E_RESOLVE_INTO_TARGET', { branch: into });
  const ref = `refs/heads/${into}`;
  const from = await resolveCommit(repository, ref);
  const to = await commitMerges(repository, subject, { merged, into });
  if (from === to) return { kind: 'branches', into, from, to };
  if (from !== undefined && !(await isAncestor(repository, from, to)))
    throw errors.make('CDEV_E_RESOLVE_INTO_ELSEWHERE', { branch: into });
  const place = from === undefined ? `Make ${into}` : `Move ${into} from ${from.slice(0, 9)}`;
  await context.prompt.confirm(`${place} at ${to.slice(0, 9)}?`);
  const backup = from === undefined ? undefined : await keep(repository, into, from);
  const known = { ...(from !== undefined && { from }), ...(backup !== undefined && { backup }) };
  const time = context.clock().toISOString();
  await writeRecord(repository.commonDir, { kind: 'branch', branch: into, to, time, ...known });
  await moveBranch({ repository, branch: into, from, to, reason: 'cdev: resolve conflicts' });
  await tellJournal(repository, subject, { merged, into, to, context });
  return { kind: 'branches', into, to, ...known };
}

async function commitMerges(
  repository: Repository,
  { onto }: BranchSubject,
  { merged, into }: Pick<ApplyBranchesOptions, 'merged'> & { readonly into: string },
): Promise<string> {
  let tip = onto.commit;
  for (const { id, commit, merge } of merged) {
    if (merge.tree === undefined) continue;
    const paths = merge.resolved.map(({ path }) => path);
    const decided = paths.length === 0 ? '' : `\n\nDecided: ${paths.join(', ')}`;
    const names = onto.name === into ? id : `${id} and ${onto.name}`;
    const message = `Merge ${names} into ${into}${decided}`;
    // The same merge gives the same commit, so that a second run finds it done.
    const times = await Promise.all([tip, commit].map((one) => readCommit(repository.commonDir, one)));
    const time = times.map((one) => one.time).sort((a, b) => Date.parse(b) - Date.parse(a))[0];
    tip = await commitTree(repository, { tree: merge.tree, parents: [tip, commit], message, time, sign: true });
  }
  return tip;
}

async function keep(repository: Repository, branch: string, commit: string): Promise<string> {
  const ref = await nextRef(repository, `refs/cdev/backup/${branch}`);
  await updateRef(repository, { ref, to: commit, from: undefined, reason: `before resolving into ${branch}` });
  return ref;
}

async function tellJournal(
  { commonDir }: Repository,
  { plan, onto }: BranchSubject,
  { merged, into, to, context }: { readonly to: string } & ApplyBranchesOptions,
): Promise<void> {
  if (!plan) return;
  const { name, version } = context.script;
  const names = [onto.name, ...merged.map(({ id }) => id)].join(', ');
  const text = `Conflicts among ${names} resolved into ${into} at ${to}`;
  await appendEvent(commonDir, plan.id, { writer: `${name} ${version} ${pid}`, event: { type: 'note', text } });
}
