import { git } from '@cdev/git';
import { errors } from '../errors.ts';
import type { ClaimReference } from '../fleet-engine.ts';
import { readFence, writeFence, type Fence, type FencePlace } from './fence.ts';

export interface ClaimFenceOptions extends FencePlace {
  readonly claim: ClaimReference;
  /** The same as in the claim: an answer that got lost is asked for again by the same worker. */
  readonly worker: string;
}

/** Each time somebody else moved the fence; it is moved once a claim. */
const mostTries = 20;

/**
 * Moves the fence of the claim's task at the remote to the claim's number, by compare-and-swap. Done before the work begins. When something
 * was promoted already, the fence stays and says so in `promoted`: there is nothing left to do but to complete with it.
 * @throws CDEV_E_AGENT_FLEET_FENCED when the remote is at this number for another worker, or at a greater one.
 */
export async function claimFence({ claim, worker, ...place }: ClaimFenceOptions): Promise<Fence> {
  const { run, task, attempt } = claim;
  for (let tries = 1; ; tries += 1) {
    const found = await readFence(place, { run, task });
    if (found?.promoted !== undefined) return found;
    if (found?.attempt === attempt && found.worker === worker) return found;
    if (found !== undefined && found.attempt >= attempt) throw fenced(claim, found);
    const next = await writeFence(place, { run, task, attempt, worker, promoted: undefined }, found);
    const lease = `--force-with-lease=${next.ref}:${found?.commit ?? ''}`;
    const { repository, remote, env, signal } = place;
    const args = ['push', '--quiet', '--no-verify', lease, '--', remote, `${next.commit}:${next.ref}`];
    try {
      await git(repository, args, { env, signal, hooks: false });
      return next;
    } catch (error) {
      const now = await readFence(place, { run, task });
      // Nobody moved it: the remote refuses for another reason.
      if (now?.commit === found?.commit || tries === mostTries) throw error;
    }
  }
}

export function fenced({ run, task, attempt }: ClaimReference, found: Fence | undefined) {
  const state =
    found === undefined ? 'no attempt' : `attempt ${found.attempt}${found.promoted === undefined ? '' : ', promoted'}`;
  return errors.make('CDEV_E_AGENT_FLEET_FENCED', { run, task, attempt: String(attempt), found: state });
}
