import type { FieldReader } from '@cdev/artefact-document';
import { firstText, planIdFor, readAncestorAgent } from '@cdev/deployment-plan';
import { contextSchemaVersion, type AgentContext } from './agent-context.ts';

/** An `agent_context` of the Python and JavaScript scripts: one agent, put together from several entries of its plan. */
export function readAncestorContext(fields: FieldReader): AgentContext {
  const [issue, title] = [firstText(fields, 'taskId') ?? '', firstText(fields, 'taskTitle') ?? ''];
  const plan = planIdFor({ issue, title });
  const parts = [fields, ...fields.records('agentInstances')];
  const agent = readAncestorAgent({ id: fields.text('agentId'), parts, planId: plan });
  return {
    schemaVersion: contextSchemaVersion,
    plan,
    agent: agent.id,
    role: agent.role,
    title: agent.title,
    task: agent.task,
    branch: agent.branch,
    worktree: firstText(fields, 'workTreePath') ?? '',
    base: '',
    owns: agent.owns,
    shared: [],
    mayCreate: agent.creates,
    reads: [],
    dependsOn: agent.dependsOn,
    criteria: agent.criteria,
    checks: [],
    commands: [],
    ...(issue !== '' && { issue: { id: issue, title } }),
    attempt: 1,
  };
}
