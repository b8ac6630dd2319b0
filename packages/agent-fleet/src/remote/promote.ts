import { git } from '@cdev/git';
import { errors } from '../errors.ts';
import { fenced } from './claim-fence.ts';
import { readFence, remoteRef, writeFence, type Fence, type FencePlace } from './fence.ts';

export interface PromoteOptions extends FencePlace {
  /** As `claimFence` gave it. */
  readonly fence: Fence;
  /** Full name of the ref that the work goes to, `refs/heads/…`. */
  readonly branch: string;
  /** What it must be at now; undefined: it must not exist. */
  readonly from: string | undefined;
  readonly commit: string;
}

/**
 * Puts the work of a claim on its branch, together with a new commit of the fence, in one atomic push that holds both to what they must be at.
 * The fence moves too, so that the remote itself compares it under its locks: a ref that stays is left out of a push and would be
 * compared by this side alone, some time before. The same again, after an answer that got lost, is accepted.
 * @throws CDEV_E_AGENT_FLEET_FENCED, CDEV_E_AGENT_FLEET_BRANCH_MOVED; nothing is pushed then.
 */
export async function promote({ fence, branch, from, commit, ...place }: PromoteOptions): Promise<void> {
  if (fence.promoted !== undefined) throw fenced(fence, fence);
  const { repository, remote, env, signal } = place;
  const next = await writeFence(place, { ...fence, promoted: commit }, fence);
  const leases = [`--force-with-lease=${fence.ref}:${fence.commit}`, `--force-with-lease=${branch}:${from ?? ''}`];
  const refs = [`${next.commit}:${fence.ref}`, `${commit}:${branch}`];
  try {
    await git(repository, ['push', '--quiet', '--no-verify', '--atomic', ...leases, '--', remote, ...refs], { env, signal, hooks: false }); // prettier-ignore
  } catch (error) {
    const found = await readFence(place, fence);
    const isOurs = found?.attempt === fence.attempt && found.worker === fence.worker;
    if (isOurs && found.promoted === commit) return;
    if (found?.commit !== fence.commit) throw fenced(fence, found);
    if ((await remoteRef(place, branch)) !== from) throw errors.make('CDEV_E_AGENT_FLEET_BRANCH_MOVED', { branch, expected: from ?? 'nothing' }, { cause: error }); // prettier-ignore
    throw error;
  }
}
