import { resolve } from 'node:path';
import type { FieldReader } from '@cdev/artefact-document';
import type { SecretReference } from './configuration.ts';

/** A mapping of names to `{ env }`, `{ file }` or `{ command }`. A value in place of a reference is refused without being repeated. */
export function parseSecrets(reader: FieldReader, folder: string): SecretReference[] {
  const all = reader.optionalRecord('secrets');
  return [...(all?.node.entries ?? [])].flatMap(([name, node]): SecretReference[] => {
    if (!all) return [];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) all.refuse(name, 'a secret whose name can be that of a variable');
    if (!node.entries) {
      reader.refuse('secrets', `a reference for ${name} ({ env }, { file } or { command }), never the value itself`);
      return [];
    }
    const secret = parseSecret(name, all.record(name), folder);
    // Told of the reference as a whole: the text of an unknown field may be the secret itself.
    if (node.entries.size > 1) all.refuse(name, 'a mapping of env, file or command alone');
    return [secret];
  });
}

function parseSecret(name: string, record: FieldReader, folder: string): SecretReference {
  const given = (['env', 'file', 'command'] as const).filter((kind) => record.has(kind));
  if (given.length !== 1) record.refuse('env', 'exactly one of env, file and command');
  const secret = ((): SecretReference => {
    if (given[0] === 'file') return { name, from: 'file', path: resolve(folder, record.text('file')) };
    if (given[0] === 'command') return { name, from: 'command', command: record.texts('command') };
    return { name, from: 'env', variable: given[0] === 'env' ? record.text('env') : name };
  })();
  if (secret.from === 'command' && secret.command.length === 0)
    record.refuse('command', 'a program and its arguments, as a list');
  return secret;
}
