import type { DocumentNode } from '@cdev/artefact-document';
import { availability } from './availability.ts';
import type { Availability, SourceReader } from './source-reader.ts';
import type { StepSource } from './workflow-source.ts';

const stepKeys = [
  'id',
  'name',
  'if',
  'run',
  'uses',
  'with',
  'env',
  'shell',
  'working-directory',
  'continue-on-error',
  'timeout-minutes',
];

/**
 * An action of another repository with what to take of it, one of the files that are checked out (`./`) or of the workflow's own repository (`$/`), or
 * an image.
 */
const usesForm = /^(?:[^/@$]+\/[^@]+@.+|[.$]\/.*|docker:\/\/.+)$/;

/** Where the steps stand: in a job, or in a composite action, whose `run` needs a shell and which knows no secrets. */
export type StepPlace = 'job' | 'action';

export function parseSteps(
  reader: SourceReader,
  node: DocumentNode | undefined,
  place: StepPlace,
): readonly StepSource[] {
  if (!node?.items) {
    if (node) reader.complain(node, 'a list of steps is wanted here');
    return [];
  }
  const seen = new Set<string>();
  return node.items.map((item, index) => {
    const step = parseStep(reader, item, { index, place });
    if (step.id !== undefined && seen.has(step.id.toLowerCase()))
      reader.complain(item, `the id ${step.id} stands twice`);
    if (step.id !== undefined) seen.add(step.id.toLowerCase());
    return step;
  });
}

function parseStep(
  reader: SourceReader,
  node: DocumentNode,
  { index, place }: { readonly index: number; readonly place: StepPlace },
): StepSource {
  const available: Availability = place === 'job' ? availability.step : availability.action;
  const entries = reader.mapping(node, stepKeys);
  const text = (name: string, as: Availability = available): string | undefined => reader.text(entries.get(name), as);
  const id = reader.text(entries.get('id'));
  const run = text('run');
  const uses = reader.text(entries.get('uses'));
  if (id !== undefined && !/^[A-Za-z_][\w-]*$/.test(id))
    reader.complain(node, `${id} is no id: letters, digits, - and _`);
  if ((run === undefined) === (uses === undefined))
    reader.complain(node, run === undefined ? 'a step needs run or uses' : 'a step has run or uses, not both');
  if (uses !== undefined && !usesForm.test(uses))
    reader.complain(
      entries.get('uses') ?? node,
      `${uses} names no action: owner/name@version, ./folder or docker://image`,
    );
  const shell = text('shell');
  if (place === 'action' && run !== undefined && shell === undefined)
    reader.complain(node, 'a run step of an action needs a shell');
  return {
    index,
    line: node.line,
    ...optional({
      id,
      name: text('name'),
      if: reader.condition(entries.get('if'), place === 'job' ? availability.stepIf : availability.actionIf),
      run,
      uses,
      shell,
      workingDirectory: text('working-directory'),
      continueOnError: reader.value(entries.get('continue-on-error'), available),
      timeoutMinutes: reader.value(entries.get('timeout-minutes'), available),
    }),
    with: reader.values(entries.get('with'), available),
    env: reader.values(entries.get('env'), available),
  };
}

/** Without the fields that are undefined. */
export function optional<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
