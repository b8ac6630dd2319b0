import { isAncestorPlan, readAncestorPlan } from './ancestor/read-ancestor-plan.ts';
import {
  createFieldReader,
  describeProblem,
  readDocument,
  type DocumentNode,
  type DocumentProblem,
} from '@cdev/artefact-document';
import { errors } from './errors.ts';
import { planSchemaVersion, type DeploymentPlan } from './plan.ts';
import { readCurrentPlan } from './read-current-plan.ts';

/** At most so many problems are shown of one file. */
const shown = 20;

/**
 * A plan from YAML or JSON text. `file` is its name in messages. Plans of the Python and JavaScript ancestors (`parallelAgents`,
 * `agentId`, `filesToCreate` …) are turned into this form, and `decisions` says what was turned into what. Unknown fields are kept.
 * It checks the form only; `checkPlan` checks whether the plan fits together.
 * @throws CDEV_E_PLAN_SYNTAX, CDEV_E_PLAN_NOT_A_PLAN, CDEV_E_PLAN_NEWER, CDEV_E_PLAN_INVALID
 */
export function parsePlan(text: string, file: string): DeploymentPlan {
  const { root, syntax } = readDocument(text, file);
  if (!root) {
    const place = `${file}:${syntax.line}:${syntax.column}`;
    throw errors.make('CDEV_E_PLAN_SYNTAX', { place, problem: syntax.message }, { details: { file, ...syntax } });
  }
  const problems: DocumentProblem[] = [];
  const plan = readPlanDocument(root, { file, problems });
  if (problems.length === 0) return plan;
  const lines = problems.slice(0, shown).map((problem) => describeProblem(file, problem));
  if (problems.length > shown) lines.push(`… and ${problems.length - shown} more`);
  throw errors.make('CDEV_E_PLAN_INVALID', { problems: lines.join('\n') }, { details: { file, problems } });
}

interface Reading {
  readonly file: string;
  readonly problems: DocumentProblem[];
}

function readPlanDocument(root: DocumentNode, { file, problems }: Reading): DeploymentPlan {
  const version = root.entries?.get('schemaVersion');
  if (!version) {
    if (isAncestorPlan(root)) return readAncestorPlan(root, problems);
    throw errors.make('CDEV_E_PLAN_NOT_A_PLAN', { file, found: describeTop(root) });
  }
  if (typeof version.value === 'number' && version.value > planSchemaVersion) {
    const place = `${file}:${version.line}:${version.column}`;
    throw errors.make('CDEV_E_PLAN_NEWER', { place, found: String(version.value), known: String(planSchemaVersion) });
  }
  return readerOf(version.value, createFieldReader(root, problems));
}

/** One reader per schema version: a reader of an older version gives the newest form. */
function readerOf(version: unknown, fields: ReturnType<typeof createFieldReader>): DeploymentPlan {
  if (version !== planSchemaVersion) fields.refuse('schemaVersion', `the number ${planSchemaVersion}`);
  return readCurrentPlan(fields);
}

function describeTop({ entries, items, value }: DocumentNode): string {
  if (items) return 'a list';
  if (!entries)
    return value === null || value === undefined
      ? 'an empty file'
      : `the ${typeof value} ${JSON.stringify(value).slice(0, 60)}`;
  const names = [...entries.keys()];
  return `the fields ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`;
}
