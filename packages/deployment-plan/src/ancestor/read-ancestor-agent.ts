import type { FieldReader } from '@cdev/artefact-document';
import { branchName, slug } from '../plan-names.ts';
import type { PlannedAgent } from '../plan.ts';
import { firstText, firstTexts, isPath, minutesOf, toPattern } from './ancestor-fields.ts';

/** Where the parts of one agent stand: some plans spread them over several mappings. */
export interface AncestorAgent {
  readonly id: string;
  readonly parts: readonly FieldReader[];
  readonly planId: string;
}

/**
 * One agent of an ancestor's plan. Files to create are promised and owned; files to modify and test files are owned; a test contract
 * that is a sentence becomes a criterion.
 */
export function readAncestorAgent({ id, parts, planId }: AncestorAgent): PlannedAgent {
  const texts = (...names: readonly string[]): readonly string[] => [
    ...new Set(parts.flatMap((part) => firstTexts(part, ...names))),
  ];
  const text = (...names: readonly string[]): string =>
    parts.map((part) => firstText(part, ...names)).find((found) => found !== undefined && found !== '') ?? '';
  const creates = texts('filesToCreate', 'allFilesToCreate', 'toCreate', 'files_to_create').map(toPattern);
  const modifies = texts('filesToModify', 'allFilesToModify', 'toModify', 'files_to_modify').map(toPattern);
  const contracts = texts('testContracts', 'allTestContracts', 'test_contracts');
  const criteria = texts('validationCriteria', 'allValidationCriteria', 'criteria', 'validation_criteria');
  const tests = contracts.filter(isPath).map(toPattern);
  const owns = [...new Set([...creates, ...modifies, ...tests])];
  const agentId = slug(id);
  const role = text('agentRole', 'role');
  return {
    id: agentId,
    role,
    title: text('focusArea') || role || id,
    task: renderTask({ role, tasks: texts('tasks'), creates, modifies, tests }),
    branch: text('branchName', 'branch') || branchName(planId, agentId),
    owns,
    // A folder cannot be promised: there is no saying when it is complete.
    creates: creates.filter((path) => !path.endsWith('/**')),
    reads: [],
    dependsOn: texts('dependencies').map((dependency) => slug(dependency)),
    criteria: [...criteria, ...contracts.filter((contract) => !isPath(contract))],
    checks: [],
    estimate: { minutes: Math.max(0, ...parts.map(minutesOf)), files: owns.length },
    reasons: texts('reasons').length > 0 ? texts('reasons') : [text('rationale')].filter((reason) => reason !== ''),
  };
}

interface Task {
  readonly role: string;
  readonly tasks: readonly string[];
  readonly creates: readonly string[];
  readonly modifies: readonly string[];
  readonly tests: readonly string[];
}

function renderTask({ role, tasks, creates, modifies, tests }: Task): string {
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`];
  const code = (paths: readonly string[]): readonly string[] => paths.map((path) => `\`${path}\``);
  return [
    ...(role === '' ? [] : [role]),
    ...section('Tasks', tasks),
    ...section('Create', code(creates)),
    ...section('Modify', code(modifies)),
    ...section('Tests', code(tests.filter((path) => !creates.includes(path) && !modifies.includes(path)))),
  ].join('\n\n');
}
