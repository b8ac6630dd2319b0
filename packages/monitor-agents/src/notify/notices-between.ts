import type { AgentView, RunView } from '../agent-view.ts';

/** Something that a person who is not looking wants to know. */
export interface Notice {
  readonly kind: 'good' | 'bad' | 'rest';
  readonly text: string;
}

const good: Readonly<Record<string, string>> = {
  finished: 'has finished',
  committed: 'has committed its work',
  validated: 'is ready to be merged',
  merged: 'is merged',
};
const bad: Readonly<Record<string, string>> = {
  failed: 'has failed',
  'not-ready': 'is not ready',
  ejected: 'was put out of the integration',
};

/** What has become of the agents from one look to the next; the end of all work is told once. */
export function noticesBetween(before: RunView, after: RunView): readonly Notice[] {
  const known = new Map(before.agents.map((agent) => [agent.id, agent]));
  const notices = after.agents.flatMap((agent) => noticeOf(known.get(agent.id), agent));
  const moved = before.integration.merged < after.integration.merged && after.integration.status !== 'running';
  const isNewRest = !before.isAtRest && after.isAtRest;
  const rest: Notice[] = isNewRest || moved ? [{ kind: 'rest', text: restText(after) }] : [];
  return [...notices, ...rest];
}

function noticeOf(
  before: AgentView | undefined,
  { id, status, isAlive, reasons, denied, blocker, asking, isIdle }: AgentView,
): readonly Notice[] {
  if (status === 'running' && !isAlive && before?.isAlive === true)
    return [{ kind: 'bad', text: `The process of ${id} is gone` }];
  const block = blocker ?? denied;
  if (isAlive && block !== undefined && block !== (before?.blocker ?? before?.denied))
    return [{ kind: 'bad', text: `${id} is blocked: ${block}` }];
  if (isAlive && asking !== undefined && before?.asking === undefined)
    return [{ kind: 'bad', text: `${id} ${asking}` }];
  if (isAlive && isIdle === true && before?.status === 'running' && before.isIdle !== true)
    return [{ kind: 'good', text: `${id} waits for a prompt` }];
  if (before?.status === status) return [];
  const reason = reasons[0] === undefined ? '' : `: ${reasons[0]}`;
  if (bad[status] !== undefined) return [{ kind: 'bad', text: `${id} ${bad[status]}${reason}` }];
  return good[status] === undefined ? [] : [{ kind: 'good', text: `${id} ${good[status]}` }];
}

function restText({ agents, integration }: RunView): string {
  const failed = agents.filter(({ status }) => bad[status] !== undefined).length;
  const count = `${agents.length} ${agents.length === 1 ? 'agent' : 'agents'}`;
  const merged = integration.merged > 0 ? `, ${integration.merged} merged` : '';
  return `Nothing runs any more: ${count}${merged}${failed > 0 ? `, ${failed} failed` : ''}`;
}
