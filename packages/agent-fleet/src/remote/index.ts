/** The same fencing number at the git remote: a paused worker that wakes up can neither overwrite nor be merged. */
export { claimFence } from './claim-fence.ts';
export type { ClaimFenceOptions } from './claim-fence.ts';
export { promote } from './promote.ts';
export type { PromoteOptions } from './promote.ts';
export { refName, remoteRef } from './fence.ts';
export type { Fence, FencePlace } from './fence.ts';
