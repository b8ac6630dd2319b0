import { describeProblem, readDocument, type DocumentNode } from '@cdev/artefact-document';
import { createSourceReader, type SourceReader } from '@cdev/github-workflow';
import { errors } from '../errors.ts';
import { available } from './available.ts';
import { mappingOf } from './mapping-of.ts';
import { orderSteps } from './order-steps.ts';
import { parseStep } from './parse-step.ts';
import type { InputSource, PipelineSource } from './pipeline-source.ts';

export interface ParseOptions {
  /** For messages. */
  readonly file: string;
  readonly isShipped: boolean;
}

/**
 * The pipelines of a file. Every problem is told at once, each with its line.
 * @throws CDEV_E_PIPELINE_INVALID
 */
export function parsePipelines(content: string, { file, isShipped }: ParseOptions): readonly PipelineSource[] {
  const { root, syntax } = readDocument(content, file);
  if (!root)
    throw invalid(file, [describeProblem(file, { ...syntax, field: '', expected: 'YAML', found: syntax.message })]);
  const reader = createSourceReader();
  const entries = reader.mapping(root, ['version', 'pipelines']);
  const version = entries.get('version');
  if (version?.value !== 1) reader.complain(version ?? root, 'write `version: 1`');
  const list = entries.get('pipelines');
  if (!list?.entries || list.entries.size === 0) reader.complain(list ?? root, 'there are no pipelines');
  const pipelines = [...reader.mapping(list)].map(([name, node]) =>
    parsePipeline({ name, node }, { reader, file, isShipped }),
  );
  if (reader.problems.length > 0) {
    const lines = [...reader.problems].sort((a, b) => a.line - b.line);
    throw invalid(
      file,
      lines.map(({ line, message }) => `${file}:${line}: ${message}`),
    );
  }
  return pipelines;
}

function invalid(file: string, problems: readonly string[]): Error {
  return errors.make('CDEV_E_PIPELINE_INVALID', { file, problems: problems.join('\n') });
}

interface Reading extends ParseOptions {
  readonly reader: SourceReader;
}

function parsePipeline(
  { name, node }: { readonly name: string; readonly node: DocumentNode },
  { reader, file, isShipped }: Reading,
): PipelineSource {
  if (!/^[a-z][\w-]*$/i.test(name)) reader.complain(node, `${name} is no name: letters, digits, - and _`);
  const fields = reader.mapping(node, ['description', 'inputs', 'env', 'max-parallel', 'steps']);
  const maxParallel = fields.get('max-parallel');
  if (maxParallel && !(Number.isInteger(maxParallel.value) && (maxParallel.value as number) > 0))
    reader.complain(maxParallel, 'a number of steps is wanted here');
  const inputs = [...reader.mapping(fields.get('inputs'))].map(
    ([input, value]) => [input, parseInput(value, reader)] as const,
  );
  const list = fields.get('steps');
  if (!list?.entries || list.entries.size === 0) reader.complain(list ?? node, 'there are no steps');
  const steps = [...reader.mapping(list)].map(([id, step]) => parseStep({ id, node: step }, reader));
  return {
    name,
    description: reader.text(fields.get('description')) ?? '',
    file,
    isShipped,
    inputs: Object.fromEntries(inputs),
    env: mappingOf(reader.values(fields.get('env'), available(['inputs']))),
    maxParallel: maxParallel?.value as number | undefined,
    steps: orderSteps(steps, { node, reader }),
  };
}

function parseInput(node: DocumentNode, reader: SourceReader): InputSource {
  const fields = reader.mapping(node, ['description', 'required', 'default']);
  const required = fields.get('required');
  if (required && typeof required.value !== 'boolean') reader.complain(required, 'true or false is wanted here');
  return {
    description: reader.text(fields.get('description')) ?? '',
    isRequired: required?.value === true,
    default: reader.text(fields.get('default')) ?? '',
  };
}
