import { snapshotRef, type AgentState, type Journal } from '@cdev/agent-run';
import { takeSnapshot } from '@cdev/git';

export interface KeepWorkOptions {
  readonly journal: Journal;
  readonly agent: string;
  readonly worktree: string;
  /** For the snapshot's message and the journal. */
  readonly why: string;
  /** Those the journal knows: a snapshot that holds the same again is not told twice. */
  readonly known?: AgentState['snapshots'] | undefined;
}

/** Keeps what an agent has not committed on a ref of its own; undefined when there is nothing. */
export async function keepWork(options: KeepWorkOptions): Promise<{ ref: string; commit: string } | undefined> {
  const { journal, agent, worktree, why, known = [] } = options;
  const message = `${agent}: ${why}`;
  const kept = await takeSnapshot(worktree, { ref: snapshotRef(journal.planId, agent), message });
  if (!kept) return undefined;
  const { ref, commit } = kept;
  if (!known.some((snapshot) => snapshot.ref === ref && snapshot.commit === commit))
    await journal.append({ type: 'snapshot-taken', agent, ref, commit, why });
  return { ref, commit };
}
