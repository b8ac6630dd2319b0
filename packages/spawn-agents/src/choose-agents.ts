import type { AgentState, AgentStatus, RunState } from '@cdev/agent-run';
import { errors } from './errors.ts';
import { agentOf, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';

export interface ChooseOptions {
  /** Ids; empty for all. */
  readonly only: readonly string[];
  /** Ids of agents to run again although they have ended. */
  readonly retry: readonly string[];
  /** Ids of agents that outlive their supervisor: they are listened to again. */
  readonly goingOn?: ReadonlySet<string> | undefined;
}

export interface ChosenAgent {
  readonly feedback: string | undefined;
  /** Its last attempt when it was chosen; another by the time it is to start is another process's. */
  readonly attempt: number;
  /** That attempt is still open, and listened to again. */
  readonly goesOn: boolean;
}

export interface ChosenAgents {
  /** Those that are to run, in the order of the plan, with what their next attempt is told of the last one. */
  readonly toRun: ReadonlyMap<string, ChosenAgent>;
  /** Ended well, and others wait for a commit of their work. */
  readonly toCommit: readonly string[];
  /** Others may build on them. */
  readonly done: ReadonlySet<string>;
}

/** Ended in a way that is not run again without being asked to. */
const ended: ReadonlySet<AgentStatus> = new Set([
  'finished',
  'committed',
  'validated',
  'not-ready',
  'merged',
  'ejected',
]);
const buildable: ReadonlySet<AgentStatus> = new Set(['committed', 'validated', 'merged']);

/**
 * Which agents a run is for. What has ended well stays as it is; what failed, timed out or was interrupted is run again. What is
 * `running` here goes on by itself, or is in a person's hands (an earlier run's other agents have been taken care of): that one is left alone, and refused when
 * it is named.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_SPAWN_AGENT_TAKEN_OVER
 */
export function chooseAgents(plan: DeploymentPlan, { agents }: RunState, options: ChooseOptions): ChosenAgents {
  const { only, retry, goingOn = new Set() } = options;
  const isTaken = (id: string): boolean => agents.get(id)?.status === 'running' && !goingOn.has(id);
  for (const id of [...only, ...retry]) agentOf(plan, id);
  const named = new Set([...only, ...retry]);
  const atWork = [...named].find(isTaken);
  if (atWork !== undefined) throw errors.make('CDEV_E_SPAWN_AGENT_TAKEN_OVER', { agent: atWork });
  const isChosen = ({ id }: PlannedAgent): boolean =>
    (named.size === 0 || named.has(id)) &&
    !isTaken(id) &&
    (retry.includes(id) || !ended.has(agents.get(id)?.status ?? 'planned'));
  const chosen = plan.agents.filter(isChosen);
  const isWaitedFor = (id: string): boolean => chosen.some(({ dependsOn }) => dependsOn.includes(id));
  return {
    toRun: new Map(
      chosen.map(({ id }) => {
        const state = agents.get(id);
        const goesOn = goingOn.has(id) && !retry.includes(id);
        return [id, { feedback: feedbackFor(state), attempt: state?.attempt ?? 0, goesOn }];
      }),
    ),
    toCommit: plan.agents
      .map(({ id }) => id)
      .filter((id) => agents.get(id)?.status === 'finished' && !retry.includes(id) && isWaitedFor(id)),
    done: new Set(
      [...agents.values()].filter((state) => isBuildable(state) && !retry.includes(state.id)).map(({ id }) => id),
    ),
  };
}

/** Whether others may start from its work. */
export function isBuildable({ status, complete }: AgentState): boolean {
  return buildable.has(status) && complete !== false;
}

/** What the next attempt is told: why the last one was not enough. */
function feedbackFor(state: AgentState | undefined): string | undefined {
  if (!state || state.attempt === 0) return undefined;
  const { status, ended: verdict, reasons } = state;
  if (verdict === 'cancelled' && status === 'failed')
    return 'The last attempt was interrupted. What it wrote is still here: look at it first, then go on from there.';
  const list = reasons.map((reason) => `- ${reason}`).join('\n');
  const judged: Partial<Record<AgentStatus, string>> = {
    failed: 'The last attempt did not end well. What it wrote is still here.',
    'not-ready': 'The work was validated and is not ready.',
    ejected: 'The work was taken out of the integration.',
  };
  return [judged[status] ?? 'The work is to be looked at once more.', list].filter((text) => text !== '').join('\n\n');
}
