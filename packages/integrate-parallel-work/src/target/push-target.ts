import { git, isAncestor, resolveCommit, type GitPlace } from '@cdev/git';
import { stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';

export interface RemoteBranch {
  readonly remote: string;
  /** Short name, there. */
  readonly branch: string;
  readonly signal: AbortSignal;
}

/** The commit at which the branch is there; undefined when it is not. @throws CDEV_E_INTEGRATE_PUSH_FAILED when the remote cannot be asked. */
export async function remoteTip(
  place: GitPlace,
  { remote, branch, signal }: RemoteBranch,
): Promise<string | undefined> {
  const args = ['ls-remote', '--', remote, `refs/heads/${branch}`];
  const { ok, stdout, stderr } = await git(place, args, { signal, allowFailure: true });
  if (!ok) throw errors.make('CDEV_E_INTEGRATE_PUSH_FAILED', { remote, branch, output: tail(stderr) });
  return /^[0-9a-f]{40,}(?=\t)/m.exec(stdout)?.[0];
}

/**
 * Where the remote has the branch, which is what a later push may replace. What it has must be in ours already, or a push would lose it.
 * @throws CDEV_E_INTEGRATE_REMOTE_MOVED, CDEV_E_INTEGRATE_PUSH_FAILED
 */
export async function takeLease(place: GitPlace, where: RemoteBranch): Promise<string | undefined> {
  const tip = await remoteTip(place, where);
  const isKnown = tip !== undefined && (await resolveCommit(place, tip)) !== undefined;
  const isOurs = tip === undefined || (isKnown && (await isAncestor(place, tip, `refs/heads/${where.branch}`)));
  if (isOurs) return tip;
  throw moved(where, tip);
}

export interface PushOptions extends RemoteBranch {
  /** What is pushed: a branch or a commit. */
  readonly source: string;
  /** What the remote must have there; undefined: no such branch. */
  readonly lease: string | undefined;
}

/**
 * Pushes one branch if the remote still has there what was seen, and does nothing otherwise.
 * @throws CDEV_E_INTEGRATE_REMOTE_MOVED, CDEV_E_INTEGRATE_PUSH_FAILED
 */
export async function pushBranch(place: GitPlace, options: PushOptions): Promise<void> {
  const { remote, source, branch, lease, signal } = options;
  const ref = `refs/heads/${branch}`;
  const args = ['push', '--porcelain', `--force-with-lease=${ref}:${lease ?? ''}`, '--', remote, `${source}:${ref}`];
  const { ok, stdout, stderr } = await git(place, args, { signal, allowFailure: true });
  if (ok) return;
  const now = await remoteTip(place, options);
  // Cut off after an earlier push had come there: it has what it is to have.
  if (now !== undefined && now === (await resolveCommit(place, source))) return;
  if (now !== lease) throw moved(options, now);
  throw errors.make('CDEV_E_INTEGRATE_PUSH_FAILED', { remote, branch, output: tail(`${stderr}\n${stdout}`) });
}

function moved({ remote, branch }: RemoteBranch, now: string | undefined): Error {
  return errors.make('CDEV_E_INTEGRATE_REMOTE_MOVED', { remote, branch, now: now?.slice(0, 9) ?? '' });
}

function tail(output: string): string {
  return stripControl(output).trim().split('\n').slice(-12).join('\n');
}
