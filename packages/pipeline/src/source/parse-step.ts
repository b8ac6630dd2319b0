import type { DocumentNode } from '@cdev/artefact-document';
import type { SourceReader } from '@cdev/github-workflow';
import { available, inStep } from './available.ts';
import { mappingOf } from './mapping-of.ts';
import type { CacheSource, RetrySource, StepSource } from './pipeline-source.ts';

const keys = [
  'name',
  'run',
  'script',
  'args',
  'shell',
  'working-directory',
  'needs',
  'if',
  'matrix',
  'fail-fast',
  'env',
  'outputs',
  'retry',
  'timeout-minutes',
  'continue-on-error',
  'approval',
  'cache',
];

export function parseStep(
  { id, node }: { readonly id: string; readonly node: DocumentNode },
  reader: SourceReader,
): StepSource {
  if (!/^[a-z_][\w-]*$/i.test(id)) reader.complain(node, `${id} is no name: letters, digits, - and _`);
  const fields = reader.mapping(node, keys);
  const run = reader.text(fields.get('run'), inStep);
  const script = reader.text(fields.get('script'));
  if ((run === undefined) === (script === undefined)) reader.complain(node, 'write either `run` or `script`');
  for (const name of ['args', 'outputs'])
    if (fields.has(name) && script === undefined)
      reader.complain(fields.get(name) ?? node, 'only a `script` has these');
  if (fields.has('shell') && run === undefined) reader.complain(node, 'only `run` has a shell');
  const args = fields.get('args');
  if (args && !args.items) reader.complain(args, 'a list is wanted here');
  return {
    id,
    name: reader.text(fields.get('name')) ?? id,
    line: node.line,
    run,
    script,
    args: (args?.items ?? []).map((item) => reader.value(item, inStep)),
    shell: reader.text(fields.get('shell')),
    workingDirectory: reader.text(fields.get('working-directory'), inStep),
    needs: reader.texts(fields.get('needs')) ?? [],
    condition: reader.condition(fields.get('if'), available(['inputs', 'needs', 'env'], { status: true })),
    matrix: fields.has('matrix')
      ? reader.value(fields.get('matrix'), available(['inputs', 'needs', 'env']))
      : undefined,
    failFast: flag(fields.get('fail-fast'), reader) ?? true,
    env: mappingOf(reader.values(fields.get('env'), inStep)),
    outputs: parseOutputs(fields.get('outputs'), reader),
    retry: parseRetry(fields.get('retry'), reader),
    timeLimit: minutes(fields.get('timeout-minutes'), reader),
    continueOnError: flag(fields.get('continue-on-error'), reader) ?? false,
    approval: parseApproval(fields.get('approval'), { id, reader }),
    cache: parseCache(fields.get('cache'), reader),
  };
}

function flag(node: DocumentNode | undefined, reader: SourceReader): boolean | undefined {
  if (!node) return undefined;
  if (typeof node.value !== 'boolean') reader.complain(node, 'true or false is wanted here');
  return node.value === true;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
}

function amount(
  node: DocumentNode | undefined,
  reader: SourceReader,
  { least, most, isWhole = false }: Bounds,
): number | undefined {
  if (!node) return undefined;
  const value = node.value as number;
  const fits = typeof value === 'number' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (!fits) reader.complain(node, `a${isWhole ? ' whole' : ''} number from ${least} to ${most} is wanted here`);
  return fits ? value : undefined;
}

function minutes(node: DocumentNode | undefined, reader: SourceReader): number | undefined {
  const value = amount(node, reader, { least: 0.001, most: 100_000 });
  return value === undefined ? undefined : Math.round(value * 60_000);
}

function parseRetry(node: DocumentNode | undefined, reader: SourceReader): RetrySource {
  const attempts = { least: 1, most: 100, isWhole: true };
  if (!node?.entries) return { attempts: amount(node, reader, attempts) ?? 1, delay: 1000, factor: 2 };
  const fields = reader.mapping(node, ['attempts', 'delay-seconds', 'factor']);
  return {
    attempts: amount(fields.get('attempts'), reader, attempts) ?? 2,
    delay: (amount(fields.get('delay-seconds'), reader, { least: 0, most: 86_400 }) ?? 1) * 1000,
    factor: amount(fields.get('factor'), reader, { least: 1, most: 100 }) ?? 2,
  };
}

function parseOutputs(node: DocumentNode | undefined, reader: SourceReader): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...reader.mapping(node)].map(([name, value]) => {
      const pointer = reader.text(value) ?? '';
      if (!pointer.startsWith('/')) reader.complain(value, 'a JSON pointer is wanted here, such as /data/id');
      return [name, pointer];
    }),
  );
}

function parseApproval(
  node: DocumentNode | undefined,
  { id, reader }: { readonly id: string; readonly reader: SourceReader },
): string | undefined {
  if (!node || node.value === false) return undefined;
  if (node.value === true) return `Run ${id}?`;
  return reader.text(node, available(['inputs', 'needs', 'env']));
}

function parseCache(node: DocumentNode | undefined, reader: SourceReader): CacheSource | undefined {
  if (!node) return undefined;
  const fields = reader.mapping(node, ['files', 'env', 'produces']);
  const files = reader.texts(fields.get('files')) ?? [];
  if (files.length === 0) reader.complain(node, 'name the `files` that the step reads');
  return {
    files,
    env: reader.texts(fields.get('env')) ?? [],
    produces: reader.texts(fields.get('produces')) ?? [],
  };
}
