import { checklistFile, readChecklist, type AgentState, type RunState } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { ownershipOf, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';
import { readChangedPaths, readLog, status } from '@cdev/git';

/** What an agent has done since its base, as far as it was looked at. */
export interface ObservedWork {
  readonly commits: number;
  readonly changed: readonly string[];
  readonly foreign: readonly string[];
  readonly uncommitted: number | undefined;
  readonly checklist: { readonly done: number; readonly total: number } | undefined;
}

interface Committed {
  readonly range: string;
  readonly commits: number;
  readonly paths: readonly string[];
}

export interface WorkObserver {
  readonly observe: (
    state: RunState,
    refs: ReadonlyMap<string, string>,
    all: boolean,
  ) => Promise<ReadonlyMap<string, ObservedWork>>;
}

/** Worktrees into which git looks at one refresh; each is one process. */
const worktreesAtATime = 2;

/** Remembers what does not change: a range of commits is read once, and worktrees take turns. */
export function createWorkObserver(plan: DeploymentPlan, commonDir: string): WorkObserver {
  const committed = new Map<string, Committed>();
  const uncommitted = new Map<string, readonly string[]>();
  let turn = 0;

  async function readCommitted(agent: PlannedAgent, base: string, tip: string | undefined): Promise<Committed> {
    const range = `${base}..${tip}`;
    const known = committed.get(agent.id);
    if (known?.range === range) return known;
    const isEmpty = tip === undefined || tip === base || base === '';
    const read: Committed = isEmpty
      ? { range, commits: 0, paths: [] }
      : {
          range,
          commits: (await readLog(commonDir, { from: tip, until: base })).length,
          paths: (await readChangedPaths(commonDir, base, tip)).map(({ path }) => path),
        };
    committed.set(agent.id, read);
    return read;
  }

  async function lookInto(states: readonly AgentState[], all: boolean): Promise<void> {
    const open = states.filter(({ workspace, status: stage }) => workspace !== undefined && stage !== 'merged');
    const working = all ? open : open.filter(({ status: stage, id }) => stage === 'running' || !uncommitted.has(id));
    const chosen = all
      ? working
      : Array.from(
          { length: Math.min(worktreesAtATime, working.length) },
          (_, at) => working[(turn + at) % working.length] as AgentState,
        );
    turn += worktreesAtATime;
    await Promise.all(
      chosen.map(async ({ id, workspace }) => uncommitted.set(id, await uncommittedPaths(workspace ?? ''))),
    );
  }

  return {
    observe: async (state, refs, all) => {
      await lookInto([...state.agents.values()], all);
      const observed = await Promise.all(
        plan.agents.map(async (agent) => {
          const own = state.agents.get(agent.id);
          const { commits, paths } = await readCommitted(
            agent,
            own?.base ?? plan.base.commit,
            refs.get(`refs/heads/${agent.branch}`),
          );
          const open = uncommitted.get(agent.id);
          const changed = [...new Set([...paths, ...(open ?? [])])].sort();
          const { owns, isShared } = ownershipOf(plan, agent.id);
          const foreign = changed.filter((path) => !owns(path) && isShared(path) === undefined);
          return [
            agent.id,
            { commits, changed, foreign, uncommitted: open?.length, checklist: await progressOf(own) },
          ] as const;
        }),
      );
      return new Map(observed);
    },
  };
}

async function uncommittedPaths(worktree: string): Promise<readonly string[]> {
  try {
    return (await status(worktree)).map(({ path }) => path);
  } catch (error) {
    // A worktree that is being made or removed at this moment.
    if (isCdevError(error)) return [];
    throw error;
  }
}

async function progressOf(state: AgentState | undefined): Promise<ObservedWork['checklist']> {
  if (state?.workspace === undefined) return undefined;
  try {
    const { items } = await readChecklist(checklistFile(state.workspace));
    return items.length === 0 ? undefined : { done: items.filter(({ done }) => done).length, total: items.length };
  } catch (error) {
    if (isCdevError(error)) return undefined;
    throw error;
  }
}
