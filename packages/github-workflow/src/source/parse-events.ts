import type { DocumentNode } from '@cdev/artefact-document';
import { availability } from './availability.ts';
import { optional } from './parse-steps.ts';
import { scalarText, type SourceReader } from './source-reader.ts';
import type { EventFilter, InputSource, WorkflowSource } from './workflow-source.ts';

type Events = Pick<WorkflowSource, 'events' | 'callInputs' | 'callOutputs' | 'callSecrets' | 'dispatchInputs'>;

/** `on:` in its three forms: one name, a list of names, a mapping with filters. */
export function parseEvents(reader: SourceReader, node: DocumentNode | undefined): Events {
  const events = new Map<string, EventFilter>();
  const named = node?.items ?? (typeof node?.value === 'string' ? [node] : []);
  for (const item of named) {
    const name = reader.text(item);
    if (name !== undefined) events.set(name, { name, line: item.line });
  }
  for (const [name, filter] of node?.entries ?? []) events.set(name, parseFilter(reader, filter, name));
  const call = inputsOf(reader, node?.entries?.get('workflow_call'));
  const outputs = [...reader.mapping(call.outputs)].map(([name, output]) => {
    const value = reader.text(reader.mapping(output, ['description', 'value']).get('value'), availability.callOutput);
    return [name, value ?? ''];
  });
  const secrets = [...reader.mapping(call.secrets)].map(([name, secret]) => [
    name,
    { isRequired: secret.entries?.get('required')?.value === true },
  ]);
  return {
    events,
    callInputs: parseInputs(reader, call.inputs),
    callOutputs: Object.fromEntries(outputs) as Record<string, string>,
    callSecrets: Object.fromEntries(secrets) as Record<string, { isRequired: boolean }>,
    dispatchInputs: parseInputs(reader, inputsOf(reader, node?.entries?.get('workflow_dispatch')).inputs),
  };
}

function inputsOf(reader: SourceReader, node: DocumentNode | undefined) {
  const entries = node?.entries
    ? reader.mapping(node, ['inputs', 'outputs', 'secrets'])
    : new Map<string, DocumentNode>();
  return { inputs: entries.get('inputs'), outputs: entries.get('outputs'), secrets: entries.get('secrets') };
}

export function parseInputs(
  reader: SourceReader,
  node: DocumentNode | undefined,
): Readonly<Record<string, InputSource>> {
  const inputs = [...reader.mapping(node)].map(([name, input]): [string, InputSource] => {
    const fields = input.entries;
    const type = fields?.get('type')?.value;
    return [
      name,
      {
        type: isInputType(type) ? type : 'string',
        isRequired: fields?.get('required')?.value === true || fields?.get('required')?.value === 'true',
        default: fields?.get('default')?.value ?? undefined,
      },
    ];
  });
  return Object.fromEntries(inputs);
}

function isInputType(type: unknown): type is InputSource['type'] {
  return typeof type === 'string' && ['string', 'boolean', 'number', 'choice', 'environment'].includes(type);
}

function parseFilter(reader: SourceReader, node: DocumentNode, name: string): EventFilter {
  const of = (key: string): readonly string[] | undefined => reader.texts(node.entries?.get(key))?.map(scalarText);
  return {
    name,
    line: node.line,
    ...optional({
      branches: of('branches'),
      branchesIgnore: of('branches-ignore'),
      tags: of('tags'),
      tagsIgnore: of('tags-ignore'),
      paths: of('paths'),
      pathsIgnore: of('paths-ignore'),
      types: of('types'),
    }),
  };
}
