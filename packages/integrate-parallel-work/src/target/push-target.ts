import { git, type GitPlace } from '@cdev/git';
import { stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';

export interface PushOptions {
  readonly remote: string;
  /** What is pushed: a branch or a commit. */
  readonly source: string;
  /** The branch there. */
  readonly branch: string;
  /** A branch of ours that may be rewritten there, when nobody else has moved it. */
  readonly isOwn?: boolean;
  readonly signal: AbortSignal;
}

/** Pushes one branch, never by force over somebody else's commits. @throws CDEV_E_INTEGRATE_PUSH_FAILED */
export async function pushBranch(
  place: GitPlace,
  { remote, source, branch, isOwn, signal }: PushOptions,
): Promise<void> {
  const force = isOwn === true ? ['--force-with-lease'] : [];
  const args = ['push', '--porcelain', ...force, '--', remote, `${source}:refs/heads/${branch}`];
  const { ok, stdout, stderr } = await git(place, args, { signal, allowFailure: true });
  if (ok) return;
  const output = stripControl(`${stderr}\n${stdout}`).trim().split('\n').slice(-12).join('\n');
  throw errors.make('CDEV_E_INTEGRATE_PUSH_FAILED', { remote, branch, output });
}
