import { inspectWork } from '@cdev/agent-run';
import { agentOf, mayWrite, ownerOf, type Owner } from '@cdev/deployment-plan';
import { z } from 'zod';
import { defineTool, some } from './tool.ts';

export const ownership = defineTool({
  name: 'ownership',
  title: 'What is mine',
  description:
    'Which paths you may write, which of them are shared with others, which files you have promised, and what you have changed so far.',
  input: {},
  changes: false,
  run: async (_input, place) => {
    const plan = await place.plan();
    const { agent } = place;
    const { owns, creates } = agentOf(plan, agent);
    const shared = plan.shared.filter((entry) => mayWrite(entry, agent)).map(({ path, rule }) => ({ path, rule }));
    const { workspace, base = plan.base.commit } = await place.state();
    const work = await inspectWork({ worktree: workspace, plan, agentId: agent, base, signal: place.signal });
    const foreign = work.foreign.map(({ path, owner }) => ({ path, owner: nameOf(owner) }));
    const lines = [
      `You are ${agent}. You may write: ${some(owns, 30)}`,
      ...(shared.length > 0 ? [`Shared, merged by their structure: ${some(shared.map(({ path }) => path))}`] : []),
      ...(work.missing.length > 0 ? [`Promised and not there yet: ${some(work.missing)}`] : []),
      `Changed so far: ${work.owned.length + work.shared.length === 0 ? 'nothing' : some([...work.owned, ...work.shared])}`,
      ...(foreign.length > 0
        ? [`NOT yours, and will be taken out: ${some(foreign.map(({ path, owner }) => `${path} (${owner})`))}`]
        : []),
    ];
    const changed = { owned: work.owned, shared: work.shared, foreign };
    return { text: lines.join('\n'), data: { agent, owns, shared, promises: creates, missing: work.missing, changed } };
  },
});

export const whoOwns = defineTool({
  name: 'who_owns',
  title: 'Whose a path is',
  description:
    'Who may write a path: you, another agent, several by a rule, or nobody. A path of nobody can be claimed.',
  input: { path: z.string().min(1).describe('From the top of the repository: src/a.ts') },
  changes: false,
  run: async ({ path }, place) => {
    const owner = ownerOf(await place.plan(), path);
    const name = nameOf(owner);
    return { text: `${path}: ${name === place.agent ? 'yours' : name}`, data: { path, owner: name, kind: owner.kind } };
  },
});

function nameOf(owner: Owner): string {
  if (owner.kind === 'agent') return owner.agent.id;
  return owner.kind === 'shared'
    ? `shared by ${owner.shared.agents.join(', ')}, merged by the rule ${owner.shared.rule}`
    : 'nobody';
}
