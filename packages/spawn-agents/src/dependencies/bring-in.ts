import type { AgentState } from '@cdev/agent-run';
import { agentOf } from '@cdev/deployment-plan';
import { readState, type SpawnRun } from '../open-run.ts';

export interface Brought {
  readonly base: string;
  readonly notes: readonly string[];
}

/** The work that an agent depends on, into its branch. */
export async function bringIn(run: SpawnRun, id: string): Promise<Brought> {
  const { plan, journal } = run;
  const { agents } = await readState(run);
  const state = agents.get(id) as AgentState;
  const agent = agentOf(plan, id);
  const current = state.base ?? plan.base.commit;
  if (agent.dependsOn.length === 0) return { base: current, notes: [] };
  const commits = new Map(agent.dependsOn.flatMap((on) => entryOf(on, agents.get(on)?.commit)));
  const worktree = state.workspace as string;
  // Parsers of every kind of file come with it, and most agents depend on nobody.
  const { mergeDependencies } = await import('./merge-dependencies.ts');
  const { base, resolved, notes } = await mergeDependencies(run, { agent, state, worktree, commits });
  if (base !== current)
    await journal.append({ type: 'dependencies-merged', agent: id, commit: base, from: agent.dependsOn });
  const merged = resolved.map((path) => `${path} was merged by its structure`);
  for (const text of notes) await journal.append({ type: 'note', agent: id, text });
  return { base, notes: [...merged, ...notes] };
}

function entryOf(id: string, commit: string | undefined): (readonly [string, string])[] {
  return commit === undefined ? [] : [[id, commit]];
}
