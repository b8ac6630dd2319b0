import { isAtWork, runState, workBase, type AgentState, type RunEvent } from '@cdev/agent-run';
import type { PlannedAgent } from '@cdev/deployment-plan';
import { isAncestor, listRefs, readCommit, status } from '@cdev/git';
import type { IntegrationHistory } from '../history.ts';
import type { Integration } from '../integration.ts';
import type { AbsentAgent, Candidate, FoundCandidates } from './candidate.ts';
import type { ChosenAgents } from './choose-agents.ts';

export interface FindCandidatesOptions {
  readonly chosen: ChosenAgents;
  readonly events: readonly RunEvent[];
  readonly history: IntegrationHistory;
  /** The target's commit. */
  readonly targetTip: string;
}

/** The agents with committed work that is not in the target yet, and why the others are none. Changes nothing. */
export async function findCandidates(
  integration: Integration,
  options: FindCandidatesOptions,
): Promise<FoundCandidates> {
  const { chosen, events } = options;
  const { agents: states } = runState(events, { agents: integration.plan.agents });
  const refs = await listRefs(integration.repository, 'refs/heads');
  const tips = new Map(refs.map(({ name, oid }) => [name, oid]));
  const candidates: Candidate[] = [];
  const absent: AbsentAgent[] = [];
  const notes: string[] = [];
  for (const agent of chosen.chosen) {
    const found = await look(integration, options, { agent, state: states.get(agent.id), tips });
    if ('kind' in found) absent.push(found);
    else candidates.push(found);
    notes.push(...(await uncommittedWork(agent, states.get(agent.id))));
  }
  for (const agent of chosen.skipped) {
    const found = await look(integration, options, { agent, state: states.get(agent.id), tips });
    const isIn = 'kind' in found && found.kind === 'in-target';
    absent.push(isIn ? found : { agent: agent.id, kind: 'skipped', reason: 'not asked for' });
  }
  return { candidates, absent, notes };
}

interface Looking {
  readonly agent: PlannedAgent;
  readonly state: AgentState | undefined;
  /** Commits of all branches. */
  readonly tips: ReadonlyMap<string, string>;
}

async function look(
  { repository, plan, target }: Integration,
  { events, history, targetTip }: FindCandidatesOptions,
  { agent, state, tips }: Looking,
): Promise<Candidate | AbsentAgent> {
  const branch = state?.branch ?? agent.branch;
  const tip = tips.get(`refs/heads/${branch}`);
  const brought = history.brought.get(agent.id);
  const isIn = brought !== undefined && (await isAncestor(repository, brought.commit, targetTip));
  const inTarget: AbsentAgent = { agent: agent.id, kind: 'in-target', reason: `in ${target} already` };
  const missing = (reason: string): AbsentAgent => ({ agent: agent.id, kind: 'missing', reason });
  if (isIn && (tip === undefined || tip === brought.tip)) return inTarget;
  if (isAtWork(state)) return missing('it is still at work');
  if (tip === undefined) return missing('it has no branch');
  const base = await workBase(repository, { plan, state, tip });
  if (tip === base || tip === plan.base.commit) return missing(nothingCommitted(state));
  if (await isAncestor(repository, tip, targetTip)) return inTarget;
  if (state?.status === 'failed') return missing(`its last attempt failed${reasonIn(state)}`);
  const { author, time } = await readCommit(repository.commonDir, tip);
  const refusal = refusalOf(events, { id: agent.id, tip, state });
  return {
    agent,
    branch,
    tip,
    base,
    author,
    time,
    ...(refusal !== undefined && { refusal }),
  };
}

function nothingCommitted(state: AgentState | undefined): string {
  if (state?.status === 'failed') return `its last attempt failed${reasonIn(state)}, and it has committed nothing`;
  return 'it has committed nothing';
}

function reasonIn({ reasons }: AgentState): string {
  return reasons[0] === undefined ? '' : ` (${reasons[0]})`;
}

/** Verdicts about another commit than the one that would be merged say nothing. */
function refusalOf(
  events: readonly RunEvent[],
  { id, tip, state }: { readonly id: string; readonly tip: string; readonly state: AgentState | undefined },
): string | undefined {
  if (state?.complete === false && state.commit === tip) return 'its work was committed as partial';
  const validated = events.findLast(
    (event) => event.type === 'validated' && event.agent === id && event.commit === tip,
  );
  if (validated?.type !== 'validated' || validated.verdict !== 'not-ready') return undefined;
  return `validation says it is not ready: ${validated.reasons.join('; ') || 'no reason was given'}`;
}

async function uncommittedWork({ id }: PlannedAgent, state: AgentState | undefined): Promise<string[]> {
  const left = state?.workspace === undefined ? [] : await status(state.workspace).catch(() => []);
  if (left.length === 0) return [];
  const paths = left.slice(0, 3).map(({ path }) => path);
  const more = left.length > 3 ? ', …' : '';
  return [
    `${id} has ${left.length} uncommitted ${left.length === 1 ? 'change in its worktree that is' : 'changes in its worktree that are'} not part of this: ${paths.join(', ')}${more}`,
  ];
}
