import { clearStaleLocks, type LockedBranch } from '@cdev/git';
import type { Journal } from '../journal/journal.ts';

/**
 * Clears what a git that was killed has left locked in a worktree and on a branch (see `clearStaleLocks`), and puts it into the journal. For whoever has both in
 * hand.
 * @param at with the agent whose they are; without one they are the target's
 * @returns what was put there, one text for each file
 */
export async function clearLocks(
  journal: Pick<Journal, 'append'>,
  { agent, ...at }: LockedBranch & { readonly agent?: string | undefined },
): Promise<readonly string[]> {
  const texts = (await clearStaleLocks(at)).map((file) => `a git that was killed had left ${file}; it was removed`);
  for (const text of texts) await journal.append({ type: 'note', ...(agent !== undefined && { agent }), text });
  return texts;
}
