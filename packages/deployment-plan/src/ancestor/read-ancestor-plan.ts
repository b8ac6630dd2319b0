import { createFieldReader, type DocumentNode, type DocumentProblem, type FieldReader } from '@cdev/artefact-document';
import { planIdFor, slug } from '../plan-names.ts';
import { planSchemaVersion, type Decision, type DeploymentPlan, type PlannedAgent } from '../plan.ts';
import { orderOrNone } from '../read-current-plan.ts';
import { firstText, firstTexts } from './ancestor-fields.ts';
import { readAncestorAgent } from './read-ancestor-agent.ts';

const agentLists = ['parallelAgents', 'agents', 'subagents'] as const;

/** A plan without schema version that names agents: a list of them, a mapping by id, or a document about a single one. */
export function isAncestorPlan({ entries }: DocumentNode): boolean {
  if (!entries) return false;
  if (agentLists.some((name) => entries.get(name)?.items || entries.get(name)?.entries)) return true;
  return entries.has('agentId') && (entries.has('taskId') || entries.has('deploymentPlan'));
}

/** Turns a plan of the Python or JavaScript scripts into the form of today; `decisions` tells what became of what. */
export function readAncestorPlan(root: DocumentNode, problems: DocumentProblem[]): DeploymentPlan {
  const fields = createFieldReader(root, problems);
  const task = fields.optionalRecord('task');
  const [issue, title] = [textIn([fields, task], 'taskId'), textIn([fields, task], 'taskTitle', 'title')];
  const deployment = firstText(fields, 'deployment_id') ?? '';
  const id = planIdFor({ issue, title: title || deployment });
  const found = findAgents(fields);
  const agents = found.map((agent) => readAncestorAgent({ ...agent, planId: id }));
  const integration = [fields.optionalRecord('integrationPlan'), fields].filter((part) => part !== undefined);
  const order = integration
    .flatMap((part) => firstTexts(part, 'mergeOrder', 'integration_order'))
    .map((name) => slug(name));
  return {
    schemaVersion: planSchemaVersion,
    id,
    title: title || deployment || id,
    ...(issue !== '' && { issue: { id: issue, title } }),
    base: { branch: '', commit: '' },
    createdAt: textIn([fields, fields.optionalRecord('timestamps')], 'createdAt', 'created_at', 'created', 'timestamp'),
    createdBy: '',
    agents,
    shared: [],
    mergeOrder: order.length > 0 ? order : orderOrNone(agents),
    checks: [],
    decisions: [
      ...decisionsOn(
        found.map((agent) => agent.id),
        agents,
      ),
      ...leftovers(integration, fields),
    ],
  };
}

function textIn(parts: readonly (FieldReader | undefined)[], ...names: readonly string[]): string {
  return parts.map((part) => part && firstText(part, ...names)).find((text) => text !== undefined) ?? '';
}

interface FoundAgent {
  readonly id: string;
  readonly parts: readonly FieldReader[];
}

function findAgents(fields: FieldReader): readonly FoundAgent[] {
  const name = agentLists.find((candidate) => fields.node.entries?.get(candidate)?.value);
  if (name === undefined) return [withParts(fields.text('agentId'), fields)];
  if (fields.node.entries?.get(name)?.items)
    return fields
      .records(name)
      .map((agent) => withParts(firstText(agent, 'agentId', 'id') ?? agent.text('agentId'), agent));
  const byId = fields.record(name);
  return [...(byId.node.entries?.keys() ?? [])].map((id) => withParts(id, byId.record(id)));
}

/** Files, criteria and the like stand in the agent itself, or in one of these mappings within it. */
function withParts(id: string, agent: FieldReader): FoundAgent {
  const inner = ['agent', 'files', 'validation', 'deliverables', 'deploymentPlan'].map((name) =>
    mappingIn(agent, name),
  );
  return {
    id,
    parts: [agent, ...inner, mappingIn(mappingIn(agent, 'deploymentPlan'), 'workPlan')].filter(
      (part) => part !== undefined,
    ),
  };
}

function mappingIn(fields: FieldReader | undefined, name: string): FieldReader | undefined {
  return fields?.node.entries?.get(name)?.entries ? fields.record(name) : undefined;
}

function decisionsOn(oldIds: readonly string[], agents: readonly PlannedAgent[]): readonly Decision[] {
  const renamed = agents.flatMap(({ id }, index) => (id === oldIds[index] ? [] : [`${oldIds[index] ?? ''} is ${id}`]));
  return [
    {
      decision: 'Converted from a plan of an earlier tool',
      reason:
        'It had no schema version. Files to create are promised and owned; files to modify and test files are owned; the base commit is not known.',
    },
    ...(renamed.length === 0
      ? []
      : [{ decision: `Agents renamed: ${renamed.join(', ')}`, reason: 'An id names a branch and a folder' }]),
  ];
}

/** Sentences that have no place of their own in a plan, and the names of the fields that say nothing a plan needs. */
function leftovers(parts: readonly FieldReader[], fields: FieldReader): readonly Decision[] {
  const steps = parts.flatMap((part) => firstTexts(part, 'validationSteps'));
  const taken = new Set([
    'taskId',
    'taskTitle',
    'deployment_id',
    'task',
    'integrationPlan',
    'integration_order',
    'agentId',
    ...agentLists,
  ]);
  const left = Object.keys(fields.rest().unknownFields ?? {}).filter((name) => !taken.has(name));
  return [
    ...(steps.length === 0
      ? []
      : [
          {
            decision: `Validation steps kept as text: ${steps.join('; ')}`,
            reason: 'They are sentences, not commands',
          },
        ]),
    ...(left.length === 0
      ? []
      : [
          {
            decision: `Fields left out: ${left.toSorted().join(', ')}`,
            reason: 'A plan has no use for them; they stay in the old file',
          },
        ]),
  ];
}
