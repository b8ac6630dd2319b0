import type { DeploymentPlan, PlannedAgent, SharedPath } from '../src/index.ts';

/** An agent that owns `src/<id>/**` and waits for nobody, unless said otherwise. */
export function agent(id: string, fields: Partial<PlannedAgent> = {}): PlannedAgent {
  return {
    id,
    role: 'Developer',
    title: `Work on ${id}`,
    task: `Build ${id}.\n\nWith care.\n`,
    branch: `cdev/eng-1-login/${id}`,
    owns: [`src/${id}/**`],
    creates: [],
    reads: [],
    dependsOn: [],
    criteria: [],
    checks: [],
    estimate: { minutes: 30, files: 2 },
    reasons: ['It is one topic'],
    ...fields,
  };
}

export function shared(path: string, fields: Partial<SharedPath> = {}): SharedPath {
  return { path, rule: 'json', agents: ['*'], reason: 'Everybody adds to it', ...fields };
}

/** A plan of these agents that has no finding, as long as they have none. */
export function planOf(agents: readonly PlannedAgent[], fields: Partial<DeploymentPlan> = {}): DeploymentPlan {
  return {
    schemaVersion: 1,
    id: 'eng-1-login',
    title: 'Login',
    issue: { id: 'ENG-1', title: 'Login', url: 'https://linear.app/x/issue/ENG-1' },
    base: { branch: 'main', commit: 'a'.repeat(40) },
    createdAt: '2026-01-02T03:04:05.000Z',
    createdBy: 'decompose-parallel 0.1.0',
    agents,
    shared: [],
    mergeOrder: agents.map(({ id }) => id),
    checks: [{ name: 'test', command: 'pnpm test', timeLimit: 600 }],
    decisions: [{ decision: 'Two agents', reason: 'Two topics' }],
    ...fields,
  };
}
