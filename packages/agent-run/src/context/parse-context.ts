import {
  createFieldReader,
  describeProblem,
  readDocument,
  type DocumentNode,
  type DocumentProblem,
  type FieldReader,
} from '@cdev/artefact-document';
import { readCheck, readClaimable, readIssue, readShared } from '@cdev/deployment-plan';
import { errors } from '../errors.ts';
import { contextSchemaVersion, type AgentContext } from './agent-context.ts';
import { readAncestorContext } from './read-ancestor-context.ts';

/**
 * A context from YAML or JSON; `file` is its name in messages. Takes the `agent_context.json` and `.yaml` of the earlier scripts too.
 * Unknown fields are kept.
 * @throws CDEV_E_RUN_CONTEXT_INVALID, CDEV_E_RUN_CONTEXT_NEWER
 */
export function parseContext(text: string, file: string): AgentContext {
  const { root, syntax } = readDocument(text, file);
  if (!root) {
    const problem = `${file}:${syntax.line}:${syntax.column}: ${syntax.message}`;
    throw errors.make('CDEV_E_RUN_CONTEXT_INVALID', { problems: problem }, { details: { file, ...syntax } });
  }
  const problems: DocumentProblem[] = [];
  const context = readRoot(root, { file, problems });
  if (problems.length === 0) return context;
  const lines = problems.map((problem) => describeProblem(file, problem));
  throw errors.make('CDEV_E_RUN_CONTEXT_INVALID', { problems: lines.join('\n') }, { details: { file, problems } });
}

interface Reading {
  readonly file: string;
  readonly problems: DocumentProblem[];
}

function readRoot(root: DocumentNode, { file, problems }: Reading): AgentContext {
  const fields = createFieldReader(root, problems);
  const version = root.entries?.get('schemaVersion');
  if (!version && root.entries?.has('agentId')) return readAncestorContext(fields);
  if (typeof version?.value === 'number' && version.value > contextSchemaVersion) {
    const place = `${file}:${version.line}:${version.column}`;
    const found = String(version.value);
    throw errors.make('CDEV_E_RUN_CONTEXT_NEWER', { place, found, known: String(contextSchemaVersion) });
  }
  if (version?.value !== contextSchemaVersion) fields.refuse('schemaVersion', `the number ${contextSchemaVersion}`);
  return readCurrentContext(fields);
}

function readCurrentContext(fields: FieldReader): AgentContext {
  fields.number('schemaVersion', contextSchemaVersion);
  const issue = fields.optionalRecord('issue');
  const feedback = fields.optionalText('feedback');
  return {
    schemaVersion: contextSchemaVersion,
    plan: fields.text('plan'),
    agent: fields.text('agent'),
    role: fields.text('role', ''),
    title: fields.text('title', ''),
    task: fields.text('task', ''),
    branch: fields.text('branch'),
    worktree: fields.text('worktree', ''),
    base: fields.text('base', ''),
    owns: fields.texts('owns'),
    shared: fields.records('shared').map(readShared),
    ...(fields.has('claimable') && { claimable: fields.records('claimable').map(readClaimable) }),
    mayCreate: fields.texts('mayCreate', []),
    reads: fields.texts('reads', []),
    dependsOn: fields.texts('dependsOn', []),
    criteria: fields.texts('criteria', []),
    checks: fields.records('checks').map(readCheck),
    commands: fields.records('commands').map((command) => ({
      name: command.text('name'),
      command: command.text('command'),
      ...command.rest(),
    })),
    ...(issue && { issue: readIssue(issue) }),
    attempt: fields.number('attempt', 1),
    ...(feedback !== undefined && { feedback }),
    ...fields.rest(),
  };
}
