import { setAsideRef, snapshotRef } from '@cdev/agent-run';
import { listRefs, readCommit } from '@cdev/git';
import type { SpawnRun } from '../open-run.ts';

/** Work of an agent that is on a ref of its own. */
export interface KeptWork {
  readonly ref: string;
  readonly commit: string;
  /** ISO 8601. */
  readonly time: string;
  /** Why it was kept. */
  readonly why: string;
  readonly kind: 'snapshot' | 'set-aside';
}

/** Everything that is kept of an agent, the newest first. */
export async function listKept({ repository, plan }: SpawnRun, agent: string): Promise<readonly KeptWork[]> {
  const found: KeptWork[] = [];
  for (const [kind, prefix] of [
    ['snapshot', snapshotRef(plan.id, agent)],
    ['set-aside', setAsideRef(plan.id, agent)],
  ] as const) {
    for (const { name: ref, oid } of await listRefs(repository, prefix)) {
      const { time, subject } = await readCommit(repository.commonDir, oid);
      found.push({ ref, commit: oid, time, why: subject.replace(`${agent}: `, ''), kind });
    }
  }
  return found.sort((one, other) => other.time.localeCompare(one.time) || numberOf(other.ref) - numberOf(one.ref));
}

function numberOf(ref: string): number {
  return Number(ref.slice(ref.lastIndexOf('/') + 1)) || 0;
}
