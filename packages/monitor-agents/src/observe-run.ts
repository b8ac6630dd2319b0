import { agentLock, isAtWork, openJournal, runState, type AgentState, type RunState } from '@cdev/agent-run';
import { formatDuration, type Context } from '@cdev/core/cli';
import type { DeploymentPlan, PlannedAgent } from '@cdev/deployment-plan';
import { holderOfLock, readRefs } from '@cdev/git';
import type { AgentView, RunView } from './agent-view.ts';
import { createConflictForecast } from './conflict-forecast.ts';
import { nextStep } from './next-step.ts';
import { parentReader, tipsToMerge } from './tips-to-merge.ts';
import { usedIn } from './used-in.ts';
import { createWorkObserver, type ObservedWork } from './observe-work.ts';

export interface RunObserver {
  /** The run as it is now. `all` looks into every worktree; otherwise a few at a time, so that a refresh stays cheap. */
  readonly look: (all: boolean) => Promise<RunView>;
}

/**
 * Watches one run. The journal is read on from where it was read to, refs and commits are read in this process, and git is started
 * only for worktrees whose agent is at work (a few at each look) and for merges of commits that are new.
 */
export function observeRun(plan: DeploymentPlan, commonDir: string, context: Context): RunObserver {
  const journal = openJournal(commonDir, plan.id, context.script.name);
  const work = createWorkObserver(plan, commonDir);
  const forecast = createConflictForecast(context.cwd, context.signal);
  const readParent = parentReader(commonDir);
  return {
    look: async (all) => {
      const events = await journal.read();
      const state = runState(events, { agents: plan.agents });
      const refs = await readRefs(commonDir, {
        names: [`refs/heads/${plan.base.branch}`, ...plan.agents.map(({ branch }) => `refs/heads/${branch}`)],
      });
      const observed = await work.observe(state, refs, all);
      const agents = plan.agents.map((agent) =>
        viewOf(agent, { state, observed, now: context.clock(), commonDir, planId: plan.id }),
      );
      const tips = await tipsToMerge(plan, { state, refs, readParent });
      const { status, merged, ejected } = state.integration;
      const integration = { status, merged: merged.length, ejected: ejected.length };
      const next = nextStep({ plan: plan.id, agents, integration });
      return {
        plan: plan.id,
        title: plan.title,
        at: context.clock().toISOString(),
        agents,
        conflicts: await forecast(tips),
        integration,
        ...(next !== undefined && { next }),
        used: usedIn(plan.id, events),
        isAtRest: agents.every((agent) => agent.status !== 'running' || !agent.isAlive) && status !== 'running',
      };
    },
  };
}

function viewOf(
  agent: PlannedAgent,
  {
    state,
    observed,
    now,
    commonDir,
    planId,
  }: {
    state: RunState;
    observed: ReadonlyMap<string, ObservedWork>;
    now: Date;
    commonDir: string;
    planId: string;
  },
): AgentView {
  const own = state.agents.get(agent.id);
  const work = observed.get(agent.id);
  const isUnheard =
    own?.status === 'running' &&
    own.detached !== undefined &&
    holderOfLock(agentLock(commonDir, { planId, agentId: agent.id })) === undefined;
  const isDone = (id: string): boolean =>
    ['committed', 'validated', 'merged'].includes(state.agents.get(id)?.status ?? '');
  return {
    id: agent.id,
    title: agent.title,
    status: own?.status ?? 'planned',
    isAlive: isAtWork(own),
    attempt: own?.attempt ?? 0,
    ...(own?.driver !== undefined && { driver: own.driver }),
    ...(own?.host !== undefined && { host: own.host }),
    ...timesOf(own, now),
    ...takenOverOf(own, now),
    ...(isUnheard && { isUnheard, activity: 'goes on by itself; nobody listens to it' }),
    ...(own?.blocker !== undefined && { blocker: own.blocker }),
    ...(own?.status === 'running' && own.lastActivity?.kind === 'permission' && { denied: own.lastActivity.text }),
    ...(own?.status === 'running' && own.lastActivity?.kind === 'retry' && { retrying: own.lastActivity.text }),
    commits: work?.commits ?? 0,
    changed: work?.changed.length ?? 0,
    foreign: work?.foreign ?? [],
    ...(work?.uncommitted !== undefined && { uncommitted: work.uncommitted }),
    ...(work?.checklist && { checklist: work.checklist }),
    tokens: own?.tokens ?? 0,
    cost: own?.cost ?? 0,
    retries: own?.retries ?? 0,
    waitsFor: agent.dependsOn.filter((id) => !isDone(id)),
    reasons: own?.reasons ?? [],
  };
}

/** Milliseconds after which what a conversation last told is said with its age. */
const old = 60_000;

function takenOverOf(own: AgentState | undefined, now: Date): Partial<AgentView> {
  if (own?.status !== 'running' || own.isTakenOver !== true) return {};
  const { kind, text, time } = own.lastActivity ?? {};
  if (text === undefined || time === undefined || time < (own.startedAt ?? ''))
    return { isTakenOver: true, activity: 'a person has its conversation open' };
  const age = now.getTime() - Date.parse(time);
  const isOld = age >= old && kind !== 'waits';
  const said = isOld ? `${text}; nothing told since for ${formatDuration(age)}` : text;
  return {
    isTakenOver: true,
    activity: said,
    ...(kind === 'asks' && { asking: said }),
    ...(kind === 'waits' && { isIdle: true }),
  };
}

function timesOf(own: AgentState | undefined, now: Date): Pick<AgentView, 'elapsed' | 'activity' | 'activityAt'> {
  if (own?.startedAt === undefined) return {};
  const end = own.status === 'running' ? now.getTime() : Date.parse(own.endedAt ?? own.startedAt);
  return {
    elapsed: Math.max(0, end - Date.parse(own.startedAt)),
    ...(own.lastActivity && { activity: own.lastActivity.text, activityAt: own.lastActivity.time }),
  };
}
