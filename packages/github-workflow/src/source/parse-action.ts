import { availability } from './availability.ts';
import { parseInputs } from './parse-events.ts';
import { optional, parseSteps } from './parse-steps.ts';
import { createSourceReader, invalidSource, readSource } from './source-reader.ts';
import type { ActionSource } from './workflow-source.ts';

/**
 * An action from the text of its `action.yml`.
 * @throws CDEV_E_WORKFLOW_INVALID
 */
export function parseAction(content: string, path: string): ActionSource {
  const reader = createSourceReader();
  const document = readSource(content, path);
  const entries = reader.mapping(document);
  const runs = reader.mapping(entries.get('runs'));
  const using = reader.text(runs.get('using'))?.toLowerCase() ?? '';
  if (using === '') reader.complain(entries.get('runs') ?? document, 'runs.using is missing');
  if (using === 'composite' && !runs.get('steps'))
    reader.complain(entries.get('runs') ?? document, 'steps are missing');
  if (/^node\d+$/.test(using) && !runs.has('main')) reader.complain(entries.get('runs') ?? document, 'main is missing');
  const outputs = [...reader.mapping(entries.get('outputs'))].map(([name, output]) => [
    name,
    reader.text(output.entries?.get('value'), availability.action) ?? '',
  ]);
  const action: ActionSource = {
    path,
    name: reader.text(entries.get('name')) ?? path,
    using,
    inputs: parseInputs(reader, entries.get('inputs')),
    outputs: Object.fromEntries(outputs) as Record<string, string>,
    steps: using === 'composite' ? parseSteps(reader, runs.get('steps'), 'action') : [],
    ...optional({
      main: reader.text(runs.get('main')),
      post: reader.text(runs.get('post')),
      postIf: reader.text(runs.get('post-if')),
    }),
  };
  if (reader.problems.length > 0) throw invalidSource(path, reader.problems);
  return action;
}
