import type { ScriptPermissions } from '@cdev/added-script';

/** What a script may do, in words; one line each. */
export function permissionWords(permissions: ScriptPermissions | undefined): readonly string[] {
  if (permissions === undefined) return ['anything: it does not say what it needs'];
  const { writes, programs, network, native } = permissions;
  const files = {
    nothing: [],
    folder: ['write files below the folder that it is started in'],
    anywhere: ['write files anywhere'],
  }[writes];
  return [
    'read files',
    ...files,
    ...programs.map((program) => `start ${program}`),
    ...network.map((host) => (host === '*' ? 'talk to any host' : `talk to ${host}`)),
    ...(native ? ['load native code'] : []),
  ];
}

/** What Node does not hold it to; empty when it is held to all. */
export function unheldWords(permissions: ScriptPermissions | undefined): readonly string[] {
  if (permissions === undefined) return [];
  const { programs, network, native } = permissions;
  return [
    ...(programs.length > 0 ? ['the programs that it starts are held to nothing'] : []),
    ...(native ? ['native code is held to nothing'] : []),
    ...(network.length > 0
      ? ['its hosts are its own word']
      : Number.parseInt(process.versions.node, 10) < 25
        ? ['that it talks to nobody is its own word before Node 25']
        : []),
  ];
}
