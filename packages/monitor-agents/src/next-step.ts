import type { AgentStatus } from '@cdev/agent-run';
import type { RunView } from './agent-view.ts';

const notBegun: ReadonlySet<AgentStatus> = new Set(['planned', 'waiting', 'ready']);
const done: ReadonlySet<AgentStatus> = new Set(['finished', 'committed', 'validated', 'merged']);

/** What is to be done when nothing is at work and nothing has gone wrong: where a run stands still, and the command that takes it on. */
export function nextStep({
  plan,
  agents,
  integration,
}: Pick<RunView, 'plan' | 'agents' | 'integration'>): string | undefined {
  if (integration.status === 'running' || agents.length === 0) return undefined;
  const statuses = agents.map(({ status }) => status);
  if (statuses.every((status) => notBegun.has(status)))
    return `No agent has been started yet → cdev-spawn-agents ${plan} --run`;
  if (!statuses.every((status) => done.has(status))) return undefined;
  if (statuses.every((status) => status === 'merged')) return 'All of it is merged';
  if (statuses.includes('finished'))
    return `All agents are done; commit their work → cdev-agent-commit --all --plan ${plan}`;
  return statuses.includes('committed')
    ? `All of it is committed; see whether it is ready → cdev-validate-parallel-work ${plan}`
    : `All of it is ready; merge it → cdev-integrate-parallel-work ${plan}`;
}
