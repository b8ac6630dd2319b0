import type { FieldReader } from '@cdev/artefact-document';
import type { DeployHost, HealthCheck } from './configuration.ts';
import { limited, refuseUnknown, wholeNumber } from './field-limits.ts';
import { knownRoles } from './parse-hooks.ts';

const kinds = ['http', 'tcp', 'command'] as const;

export function parseChecks(reader: FieldReader, hosts: readonly DeployHost[]): HealthCheck[] {
  return reader.records('health').map((record) => {
    const given = kinds.filter((kind) => record.has(kind));
    if (given.length !== 1) record.refuse('http', 'exactly one of http, tcp and command');
    const kind = given[0] ?? 'http';
    const check: HealthCheck = {
      kind,
      target: given.length === 0 ? '' : record.text(kind),
      from: record.has('from') ? record.choice('from', ['host', 'here']) : 'host',
      expect: record.has('expect') ? wholeNumber(record, 'expect', { fallback: 200, from: 100, to: 599 }) : undefined,
      contains: record.optionalText('contains'),
      roles: knownRoles(record, hosts),
      retries: wholeNumber(record, 'retries', { fallback: 10, from: 0, to: 10_000 }),
      every: limited(record, 'every', { fallback: 1, from: 0, to: 600 }),
      timeLimit: wholeNumber(record, 'timeLimit', { fallback: 5, from: 1, to: 3600 }),
      warmUp: limited(record, 'warmUp', { fallback: 0, from: 0, to: 3600 }),
    };
    refuseImpossible(record, check);
    refuseUnknown(record);
    return check;
  });
}

function refuseImpossible(record: FieldReader, { kind, target, contains, expect, from }: HealthCheck): void {
  const named = target.replaceAll(/\{(?:address|name)\}/g, 'host');
  if (record.has('http') && (!URL.canParse(named) || !/^https?:/.test(named)))
    record.refuse('http', 'an address that begins with http:// or https://');
  const port = Number(/^(?:[^\s:[\]]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(named)?.[1] ?? 0);
  if (record.has('tcp') && (port < 1 || port > 65_535)) record.refuse('tcp', 'host:port');
  if (kind === 'command' && from === 'here') record.refuse('from', 'host, as commands run on the host');
  if (kind !== 'http' && contains !== undefined)
    record.refuse('contains', 'nothing here: only answers of http contain text');
  if (kind !== 'http' && expect !== undefined)
    record.refuse('expect', 'nothing here: only answers of http have a status');
}
