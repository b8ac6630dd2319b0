import type { DocumentNode } from '@cdev/artefact-document';
import { availability } from './availability.ts';
import { optional, parseSteps } from './parse-steps.ts';
import { scalarText, type Availability, type SourceReader } from './source-reader.ts';
import type { JobSource, RunDefaults, StrategySource } from './workflow-source.ts';

const jobKeys = [
  'name',
  'permissions',
  'needs',
  'if',
  'runs-on',
  'environment',
  'concurrency',
  'outputs',
  'env',
  'defaults',
  'steps',
  'timeout-minutes',
  'strategy',
  'continue-on-error',
  'container',
  'services',
  'uses',
  'with',
  'secrets',
  'snapshot',
];

export function parseJob(reader: SourceReader, node: DocumentNode, id: string): JobSource {
  const entries = reader.mapping(node, jobKeys);
  const value = (name: string, available: Availability): unknown => reader.value(entries.get(name), available);
  const uses = reader.text(entries.get('uses'));
  if (!/^[A-Za-z_][\w-]*$/.test(id)) reader.complain(node, `${id} is no name for a job: letters, digits, - and _`);
  if (uses === undefined && !entries.has('runs-on')) reader.complain(node, 'a job needs runs-on, or uses');
  if (uses === undefined && !entries.get('steps')?.items?.length) reader.complain(node, 'a job needs steps');
  if (uses !== undefined && entries.has('steps')) reader.complain(node, 'a job has steps or uses, not both');
  return {
    id,
    line: node.line,
    ...optional({
      name: reader.text(entries.get('name'), availability.job),
      if: reader.condition(entries.get('if'), availability.jobIf),
      runsOn: value('runs-on', availability.job),
      strategy: parseStrategy(reader, entries.get('strategy')),
      container: value('container', availability.container),
      services: value('services', availability.container),
      environment: value('environment', availability.jobOutput),
      timeoutMinutes: value('timeout-minutes', availability.job),
      continueOnError: value('continue-on-error', availability.job),
      uses,
    }),
    needs: reader.texts(entries.get('needs')) ?? [],
    env: reader.values(entries.get('env'), availability.jobEnv),
    defaults: parseDefaults(reader, entries.get('defaults'), availability.jobDefaults),
    steps: parseSteps(reader, entries.get('steps'), 'job'),
    outputs: texts(reader.values(entries.get('outputs'), availability.jobOutput)),
    with: reader.values(entries.get('with'), availability.job),
    secrets:
      entries.get('secrets')?.value === 'inherit'
        ? 'inherit'
        : reader.values(entries.get('secrets'), availability.jobEnv),
    asksForIdToken: asksForIdToken(entries.get('permissions')),
  };
}

export function parseDefaults(
  reader: SourceReader,
  node: DocumentNode | undefined,
  available: Availability,
): RunDefaults {
  const run = reader.mapping(reader.mapping(node, ['run']).get('run'), ['shell', 'working-directory']);
  return optional({
    shell: reader.text(run.get('shell'), available),
    workingDirectory: reader.text(run.get('working-directory'), available),
  });
}

export function asksForIdToken(permissions: DocumentNode | undefined): boolean {
  return permissions?.value === 'write-all' || permissions?.entries?.get('id-token')?.value === 'write';
}

export function texts(values: unknown): Readonly<Record<string, string>> {
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, scalarText(value ?? '')]));
}

function parseStrategy(reader: SourceReader, node: DocumentNode | undefined): StrategySource | undefined {
  if (!node) return undefined;
  const entries = reader.mapping(node, ['matrix', 'fail-fast', 'max-parallel']);
  return {
    line: node.line,
    ...optional({
      matrix: reader.value(entries.get('matrix'), availability.strategy),
      failFast: reader.value(entries.get('fail-fast'), availability.strategy),
      maxParallel: reader.value(entries.get('max-parallel'), availability.strategy),
    }),
  };
}
