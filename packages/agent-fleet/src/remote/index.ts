/** The same fencing number at the git remote: a paused worker that wakes up can neither overwrite nor be merged. */
export { claimFence } from './claim-fence.ts';
export type { ClaimFenceOptions } from './claim-fence.ts';
export { promote } from './promote.ts';
export type { PromoteOptions } from './promote.ts';
export type { Fence } from './fence.ts';
