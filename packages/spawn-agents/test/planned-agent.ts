import { branchName, type PlannedAgent } from '@cdev/deployment-plan';

export const planId = 'demo-1-things';

/** Each agent owns `src/<id>/**` unless it says otherwise. */
export type AgentFields = Readonly<Record<string, Partial<Omit<PlannedAgent, 'id' | 'branch'>>>>;

export function agentOf(id: string, fields: AgentFields[string] = {}): PlannedAgent {
  return {
    role: 'software engineer',
    title: `Make ${id}`,
    task: `Make ${id}.`,
    owns: [`src/${id}/**`],
    creates: [],
    reads: [],
    dependsOn: [],
    criteria: [`${id} works`],
    checks: [],
    estimate: { minutes: 10, files: 1 },
    reasons: [],
    ...fields,
    id,
    branch: branchName(planId, id),
  };
}
