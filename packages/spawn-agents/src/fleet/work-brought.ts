import type { AgentState, RunEvent } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { ownershipOf } from '@cdev/deployment-plan';
import { changedPaths } from '@cdev/git';
import type { AgentEnd } from '../agent-end.ts';
import { currentPlan, type SpawnRun } from '../open-run.ts';

/** What is told of the work of an agent at its end. */
export type BroughtWork = Pick<AgentEnd, 'work' | 'commit'>;

/**
 * What a worker has made, counted here as a run of this machine counts it in the worktree: from the commit, or, of an attempt that did not end well, from its last
 * snapshot. What was set aside of the attempt is in neither.
 * @param base where the run begins
 */
export async function workBrought(
  run: SpawnRun,
  { agent, events, base }: { readonly agent: AgentState; readonly events: readonly RunEvent[]; readonly base: string },
): Promise<BroughtWork> {
  const { id, commit, ended, snapshots } = agent;
  const started = events.findLastIndex((event) => event.type === 'agent-started' && event.agent === id);
  const setAside = events
    .slice(started + 1)
    .flatMap((event) => (event.type === 'set-aside' && event.agent === id ? [event] : []));
  const tip = ended === 'done' ? commit : snapshots.at(-1)?.commit;
  const changed = tip === undefined ? undefined : await changesOf(run, agent.base ?? base, tip);
  const ownership = ownershipOf(await currentPlan(run), id);
  const isShared = (path: string): boolean => ownership.isShared(path) !== undefined;
  const outside = (changed ?? []).filter((path) => !ownership.owns(path) && !isShared(path));
  const foreign = new Set([...outside, ...setAside.flatMap(({ paths }) => paths)]);
  return {
    ...(changed && {
      work: {
        owned: changed.filter(ownership.owns),
        shared: changed.filter(isShared),
        foreign: [...foreign].toSorted().map((path) => ({ path })),
      },
    }),
    ...(commit !== undefined && { commit: { commit, setAside } }),
  };
}

/** Undefined when not all of it could be brought here. */
async function changesOf({ repository }: SpawnRun, from: string, to: string): Promise<readonly string[] | undefined> {
  try {
    return (await changedPaths(repository, from, to)).map(({ path }) => path);
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_UNKNOWN_REVISION')) return undefined;
    throw error;
  }
}
