import type { RunState } from '@cdev/agent-run';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { readCommit } from '@cdev/git';

export interface Tip {
  readonly commit: string;
  /** It holds work that is not committed yet. */
  readonly isUncommitted: boolean;
}

/** The commit that a snapshot was taken on; read once, for it does not change. Undefined where it is gone. */
export function parentReader(commonDir: string): (commit: string) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>();
  return (commit) => {
    const read =
      known.get(commit) ??
      readCommit(commonDir, commit).then(
        ({ parents }) => parents[0],
        () => undefined,
      );
    known.set(commit, read);
    return read;
  };
}

/**
 * The target's tip and those of the agents whose work is not in it yet. Work that is not committed counts as the last snapshot has it, as long as
 * that was taken on the branch as it is now.
 */
export async function tipsToMerge(
  plan: DeploymentPlan,
  { state, refs, readParent }: Observed,
): Promise<ReadonlyMap<string, Tip>> {
  const tips = new Map<string, Tip>();
  const target = refs.get(`refs/heads/${plan.base.branch}`);
  if (target !== undefined) tips.set(plan.base.branch, { commit: target, isUncommitted: false });
  for (const { id, branch } of plan.agents) {
    const commit = refs.get(`refs/heads/${branch}`);
    const own = state.agents.get(id);
    if (commit === undefined || own?.status === 'merged') continue;
    const snapshot = own?.snapshots.at(-1)?.commit;
    if (snapshot !== undefined && (await readParent(snapshot)) === commit)
      tips.set(id, { commit: snapshot, isUncommitted: true });
    else if (commit !== (own?.base ?? plan.base.commit)) tips.set(id, { commit, isUncommitted: false });
  }
  return tips;
}

interface Observed {
  readonly state: RunState;
  readonly refs: ReadonlyMap<string, string>;
  readonly readParent: (commit: string) => Promise<string | undefined>;
}
