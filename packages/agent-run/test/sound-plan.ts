import type { DeploymentPlan, PlannedAgent } from '@cdev/deployment-plan';

/** An agent that owns `src/<id>/**`, unless said otherwise. */
export function agent(id: string, fields: Partial<PlannedAgent> = {}): PlannedAgent {
  return {
    id,
    role: 'Developer',
    title: `Work on ${id}`,
    task: `Build ${id}.`,
    branch: `cdev/plan-1/${id}`,
    owns: [`src/${id}/**`],
    creates: [],
    reads: [],
    dependsOn: [],
    criteria: [],
    checks: [],
    estimate: { minutes: 30, files: 2 },
    reasons: [],
    ...fields,
  };
}

export function planOf(agents: readonly PlannedAgent[], fields: Partial<DeploymentPlan> = {}): DeploymentPlan {
  return {
    schemaVersion: 1,
    id: 'plan-1',
    title: 'Login',
    issue: { id: 'ENG-1', title: 'Login', url: 'https://linear.app/x/issue/ENG-1' },
    base: { branch: 'main', commit: '' },
    createdAt: '2026-01-02T03:04:05.000Z',
    createdBy: 'decompose-parallel 0.1.0',
    agents,
    shared: [],
    mergeOrder: agents.map(({ id }) => id),
    checks: [],
    decisions: [],
    ...fields,
  };
}
