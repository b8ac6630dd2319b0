import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { FieldReader } from '@cdev/artefact-document';
import type { DeployHost } from './configuration.ts';
import { refuseUnknown, wholeNumber } from './field-limits.ts';

// Nothing that ssh could take for an option or a shell for a word of its own.
const address = /^[A-Za-z0-9][A-Za-z0-9.:_-]*$/;
const account = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

export function parseHosts(
  reader: FieldReader,
  { folder, path }: { readonly folder: string; readonly path: string },
): DeployHost[] {
  const ofAll = {
    user: reader.optionalText('user'),
    identityFile: reader.optionalText('identityFile'),
    port: portOf(reader),
  };
  if (ofAll.user !== undefined && !account.test(ofAll.user)) reader.refuse('user', 'the name of an account');
  const records = reader.records('hosts');
  if (records.length === 0) reader.refuse('hosts', 'at least one host');
  const seen = new Set<string>();
  return records.map((record) => {
    const host = parseHost(record, { folder, path, ofAll });
    if (seen.has(host.name)) record.refuse('name', `a name that no other host has (${host.name} is taken)`);
    seen.add(host.name);
    return host;
  });
}

interface Inherited {
  readonly folder: string;
  readonly path: string;
  readonly ofAll: {
    readonly user: string | undefined;
    readonly identityFile: string | undefined;
    readonly port: number | undefined;
  };
}

function parseHost(record: FieldReader, { folder, path, ofAll }: Inherited): DeployHost {
  const isHere = record.has('at') && record.choice('at', ['here']) === 'here';
  const where = isHere ? record.text('address', 'localhost') : record.text('address');
  if (record.has('address') && !address.test(where)) record.refuse('address', 'the address of a host');
  const user = record.optionalText('user') ?? ofAll.user;
  if (user !== undefined && !account.test(user)) record.refuse('user', 'the name of an account');
  const identity = record.optionalText('identityFile') ?? ofAll.identityFile;
  const name = record.text('name', isHere ? 'here' : where);
  if (name !== '' && !address.test(name))
    record.refuse('name', 'a name of letters, digits, dot, colon, dash and underscore');
  const host: DeployHost = {
    name,
    address: where,
    ...(isHere && { isHere }),
    user,
    port: portOf(record) ?? ofAll.port,
    identityFile: identity === undefined ? undefined : localPath(folder, identity),
    roles: record.texts('roles', []),
    path: record.has('path') ? remotePath(record, 'path', record.text('path')) : path,
  };
  refuseUnknown(record);
  return host;
}

function portOf(reader: FieldReader): number | undefined {
  return reader.has('port') ? wholeNumber(reader, 'port', { fallback: 22, from: 1, to: 65_535 }) : undefined;
}

function localPath(folder: string, path: string): string {
  return path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(folder, path);
}

/** Deploying into `/` or the user's folder itself would make every file there ours to prune. */
export function remotePath(reader: FieldReader, name: string, path: string): string {
  const isFine = /^(?:~\/|\/)[^\n\r\0]*[^\n\r\0/]$/.test(path) && !path.split('/').includes('..');
  if (reader.has(name) && !isFine) reader.refuse(name, 'an absolute path, or one under ~/, without ..');
  return path;
}
