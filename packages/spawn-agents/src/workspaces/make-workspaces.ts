import type { Context } from '@cdev/core/cli';
import { ensureExcluded } from '@cdev/git';
import { allotPorts, createWorktrees, type CreatedWorktree } from '@cdev/workspace';
import { errors } from '../errors.ts';
import type { SpawnRun } from '../open-run.ts';
import { remainingMinutes } from '../schedule/critical-path.ts';
import { furnish, type Furnished, type Making } from './furnish.ts';
import type { Workspace } from './plan-workspaces.ts';
import { sparseFolders } from './sparse-folders.ts';

/** Workspaces on their way: all have their worktree and branch by now. */
export interface Workspaces {
  /** Resolves when this one is ready for its agent. @throws why it is not */
  readonly ready: (agent: string) => Promise<void>;
  /** Resolves when nothing is written any more; those that could not be made ready as they are. */
  readonly settled: () => Promise<readonly Workspace[]>;
  /** All of them. @throws why the first that is not ready is not, when the others are through */
  readonly all: () => Promise<readonly Workspace[]>;
  /** Ends what the setup of this one left at work; of one that is not ready, nothing. */
  readonly endLeftBehind: (agent: string) => Promise<void>;
  /** How many stood ready in the pool and were taken from it. */
  readonly claimed: number;
  /** Begins no more of them. */
  readonly cancel: () => void;
}

/** At once: a setup often waits for the network, or for a server. */
const atOnce = 4;

/**
 * Makes them and fills them: worktree, branch, what git does not carry, a port, and what the agent is told. What is there is kept, so it can be
 * run again after any interruption. It returns when all worktrees are there and in the journal; the rest goes on, in the order in which agents start.
 */
export async function makeWorkspaces(
  run: SpawnRun,
  planned: readonly Workspace[],
  rest: Making,
  context: Context,
): Promise<Workspaces> {
  const { repository, plan } = run;
  const cancelling = new AbortController();
  const signal = AbortSignal.any([context.signal, cancelling.signal]);
  if (planned.length > 0) await ensureExcluded(repository.commonDir, '/.cdev/');
  const created = planned.length === 0 ? [] : await createAll(run, planned, rest, context);
  await tell(run, planned, created, rest);
  const ids = planned.map(({ agent }) => `${plan.id}/${agent.id}`);
  const ports = ids.length === 0 ? {} : await allotPorts(repository, ids, { count: rest.options.ports, signal });
  const minutes = remainingMinutes(plan.agents);
  const jobs = planned.map(({ agent }, index) => ({
    agent,
    created: created[index] as CreatedWorktree,
    ...Promise.withResolvers<Furnished>(),
  }));
  // Who has no use for one does not ask for it.
  for (const { promise } of jobs) promise.catch(() => {});
  const left = jobs
    .toSorted((one, other) => (minutes.get(other.agent.id) ?? 0) - (minutes.get(one.agent.id) ?? 0))
    .values();
  const worker = async (): Promise<void> => {
    for (const { agent, created: worktree, resolve, reject } of left) {
      const port = ports[`${plan.id}/${agent.id}`];
      try {
        if (signal.aborted) throw errors.make('CDEV_E_SPAWN_INTERRUPTED', { agents: '' });
        resolve(await furnish(run, { agent, created: worktree, port, ...rest }, { ...context, signal }));
      } catch (error) {
        reject(error);
      }
    }
  };
  const ended = Promise.all(Array.from({ length: atOnce }, worker));
  const job = (id: string): Promise<Furnished> | undefined => jobs.find(({ agent }) => agent.id === id)?.promise;
  return {
    ready: async (agent) => void (await job(agent)),
    settled: async () => {
      await ended;
      const asItIs = (index: number): Workspace => ({ ...(planned[index] as Workspace), ...placeOf(created[index]) });
      return Promise.all(
        jobs.map(({ promise }, index) =>
          promise.then(
            ({ workspace }) => workspace,
            () => asItIs(index),
          ),
        ),
      );
    },
    all: async () => {
      await ended;
      return (await Promise.all(jobs.map(({ promise }) => promise))).map(({ workspace }) => workspace);
    },
    endLeftBehind: async (agent) => {
      const furnished = await job(agent)?.catch(() => undefined);
      await furnished?.endLeftBehind();
    },
    claimed: created.filter(({ outcome }) => outcome === 'claimed').length,
    cancel: () => cancelling.abort(),
  };
}

function placeOf(created: CreatedWorktree | undefined): Partial<Pick<Workspace, 'path' | 'branch' | 'outcome'>> {
  return created === undefined ? {} : { path: created.path, branch: created.branch, outcome: created.outcome };
}

/** Into the journal, where whoever watches sees them from now on. */
async function tell(
  { journal }: SpawnRun,
  planned: readonly Workspace[],
  created: readonly CreatedWorktree[],
  { state, start }: Making,
): Promise<void> {
  await Promise.all(
    created.map(async ({ path, branch }, index) => {
      const agent = planned[index]?.agent.id ?? '';
      const known = state.agents.get(agent);
      const base = known?.base ?? start.base;
      if (known?.workspace !== path) await journal.append({ type: 'workspace-created', agent, path, branch, base });
    }),
  );
}

async function createAll(
  { repository }: SpawnRun,
  planned: readonly Workspace[],
  { options: { sparse }, start }: Making,
  { progress, signal }: Context,
): Promise<readonly CreatedWorktree[]> {
  const task = progress.begin('worktrees');
  let ready = 0;
  try {
    const worktrees = planned.map(({ agent, path, branch }) => ({
      path,
      branch,
      start: start.base,
      sparse: sparse ? sparseFolders(agent) : undefined,
    }));
    const onReady = (): void => task.update(`${(ready += 1)} of ${planned.length}`);
    const created = await createWorktrees({ repository, worktrees, signal, onReady });
    task.done(`${created.length}`);
    return created;
  } catch (error) {
    task.failed();
    throw error;
  }
}
