import { createFieldReader, type DocumentProblem, type FieldReader } from '@cdev/artefact-document';
import { hookNames, type DeployHost, type Environment, type Hook } from './configuration.ts';
import { refuseUnknown } from './field-limits.ts';

/** `hooks: { activate: systemctl restart shop }`; a list and `{ run, roles }` are possible too. */
export function parseHooks(
  reader: FieldReader,
  problems: DocumentProblem[],
  hosts: readonly DeployHost[],
): Environment['hooks'] {
  const hooks = reader.optionalRecord('hooks');
  const parsed = hookNames.map((name): [string, readonly Hook[]] => {
    const node = hooks?.has(name) ? hooks.node.entries?.get(name) : undefined;
    if (!node || !hooks) return [name, []];
    // Asked for only so that it is known.
    if (typeof node.value === 'string') return [name, [{ run: hooks.text(name), roles: [] }]];
    if (!node.items) {
      hooks.refuse(name, 'a command, or a list of commands');
      return [name, []];
    }
    hooks.has(name);
    const list = node.items.map((item): Hook => {
      if (typeof item.value === 'string') return { run: item.value, roles: [] };
      const one = createFieldReader(item, problems);
      const hook = { run: one.text('run'), roles: knownRoles(one, hosts) };
      refuseUnknown(one);
      return hook;
    });
    return [name, list];
  });
  for (const name of hooks?.node.entries?.keys() ?? [])
    if (!(hookNames as readonly string[]).includes(name)) hooks?.refuse(name, `one of ${hookNames.join(', ')}`);
  return Object.fromEntries(parsed) as Environment['hooks'];
}

/** A role that no host has would make a hook or a check run nowhere. */
export function knownRoles(reader: FieldReader, hosts: readonly DeployHost[]): readonly string[] {
  const roles = reader.texts('roles', []);
  const unknown = roles.find((role) => !hosts.some((host) => host.roles.includes(role)));
  if (unknown !== undefined) reader.refuse('roles', `roles that hosts have (no host is ${unknown})`);
  return roles;
}
