import { inspectWork } from '@cdev/agent-run';
import { agentOf, claimableBy, mayWrite, ownerOf, symbolSharesText, type Owner } from '@cdev/deployment-plan';
import { z } from 'zod';
import { defineTool, some } from './tool.ts';

export const ownership = defineTool({
  name: 'ownership',
  title: 'What is mine',
  description:
    'Which paths you may write, which of them are shared with others, which files of nobody you are likely to need and may claim, which you have promised, and what you have changed so far.',
  input: {},
  changes: false,
  run: async (_input, place) => {
    const plan = await place.plan();
    const { agent } = place;
    const { owns, creates } = agentOf(plan, agent);
    const claimable = claimableBy(plan, agent)?.map(({ path, reason }) => ({ path, reason }));
    const shared = plan.shared.filter((entry) => mayWrite(entry, agent)).map(({ path, rule }) => ({ path, rule }));
    const { workspace, base = plan.base.commit } = await place.state();
    const work = await inspectWork({ worktree: workspace, plan, agentId: agent, base, signal: place.signal });
    const foreign = work.foreign.map(({ path, owner }) => ({ path, owner: nameOf(owner) }));
    const lines = [
      `You are ${agent}. You may write: ${some(owns, 30)}`,
      ...(shared.length > 0 ? [`Shared, merged by their structure: ${some(shared.map(({ path }) => path))}`] : []),
      ...(claimable && claimable.length > 0
        ? [`Nobody's and likely needed, claim before you change one: ${some(claimable.map(({ path }) => path))}`]
        : []),
      ...(work.missing.length > 0 ? [`Promised and not there yet: ${some(work.missing)}`] : []),
      `Changed so far: ${work.owned.length + work.shared.length === 0 ? 'nothing' : some([...work.owned, ...work.shared])}`,
      ...(foreign.length > 0
        ? [`NOT yours, and will be taken out: ${some(foreign.map(({ path, owner }) => `${path} (${owner})`))}`]
        : []),
    ];
    const changed = { owned: work.owned, shared: work.shared, foreign };
    const data = {
      agent,
      owns,
      shared,
      ...(claimable && { claimable }),
      promises: creates,
      missing: work.missing,
      changed,
    };
    return { text: lines.join('\n'), data };
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
    const plan = await place.plan();
    const owner = ownerOf(plan, path);
    const name = nameOf(owner);
    const likely = owner.kind === 'nobody' ? plan.claimable?.find((entry) => entry.path === path)?.agents : undefined;
    const expected = likely === undefined || likely.length === 0 ? '' : `, and ${some(likely)} may need it`;
    return {
      text: `${path}: ${name === place.agent ? 'yours' : name}${expected}`,
      data: { path, owner: name, kind: owner.kind, ...(likely && { claimable: likely }) },
    };
  },
});

function nameOf(owner: Owner): string {
  if (owner.kind === 'agent') return owner.agent.id;
  if (owner.kind === 'shared' && owner.shared.rule === 'symbols')
    return `split by symbol, ${symbolSharesText(owner.shared)}`;
  return owner.kind === 'shared'
    ? `shared by ${owner.shared.agents.join(', ')}, merged by the rule ${owner.shared.rule}`
    : 'nobody';
}
