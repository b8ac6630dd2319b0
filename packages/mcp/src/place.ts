import { pid } from 'node:process';
import {
  agentOfBranch,
  createInbox,
  openJournal,
  runState,
  type AgentState,
  type Inbox,
  type Journal,
} from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { agentOf, findPlan, readPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { currentBranch, openRepository, type Repository } from '@cdev/git';
import { errors } from './errors.ts';

export interface PlaceOptions {
  readonly agent: string | undefined;
  readonly plan: string | undefined;
}

/** An agent in its run. */
export interface Place {
  readonly repository: Repository;
  readonly planId: string;
  readonly planFile: string;
  readonly agent: string;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly signal: AbortSignal;
  /** The plan as it is now: paths may have changed hands. */
  readonly plan: () => Promise<DeploymentPlan>;
  /** @throws CDEV_E_MCP_NO_WORKTREE */
  readonly state: () => Promise<AgentState & { readonly workspace: string }>;
}

/** By the branch of the folder, else by what a run tells its agents in the environment. @throws CDEV_E_MCP_NO_AGENT, CDEV_E_PLAN_* */
export async function findPlace(options: PlaceOptions, { cwd, env, signal, script }: Context): Promise<Place> {
  const repository = await openRepository(cwd, { signal });
  const { commonDir } = repository;
  const here = agentOfBranch(await currentBranch(cwd));
  const reference = options.plan ?? here?.plan ?? env['CDEV_PLAN'];
  const agent = options.agent ?? here?.agent ?? env['CDEV_AGENT'];
  if (agent === undefined) throw errors.make('CDEV_E_MCP_NO_AGENT', { path: cwd });
  const { plan, file: planFile } = await findPlan({ commonDir, cwd, reference });
  agentOf(plan, agent);
  const journal = openJournal(commonDir, plan.id, `${script.name} ${script.version} ${pid}`);
  return {
    repository,
    planId: plan.id,
    planFile,
    agent,
    journal,
    inbox: createInbox(journal, agent),
    signal,
    plan: () => readPlan(planFile),
    state: async () => {
      const state = runState(await journal.read(), { agents: plan.agents }).agents.get(agent);
      if (state?.workspace === undefined) throw errors.make('CDEV_E_MCP_NO_WORKTREE', { agent });
      return { ...state, workspace: state.workspace };
    },
  };
}
