import type { DeployHost } from '../configuration/configuration.ts';

/** What the host's key is pinned under: its address as the deploy file has it, and the port unless it is 22. */
export function pinName({ address, port = 22 }: Pick<DeployHost, 'address' | 'port'>): string {
  return port === 22 ? address : `[${address}]:${port}`;
}

/** The user's own ssh configuration holds (jump hosts, aliases), except where it could weaken what is promised. */
export function sshOptions(host: DeployHost, { knownHosts, connectTimeLimit }: SshSettings): string[] {
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    // ssh splits this value at spaces, unless they are in quotes.
    `UserKnownHostsFile="${knownHosts}"`,
    'GlobalKnownHostsFile=/dev/null',
    'KnownHostsCommand=none',
    'VerifyHostKeyDNS=no',
    'UpdateHostKeys=no',
    'CheckHostIP=no',
    `HostKeyAlias=${pinName(host)}`,
    'ForwardAgent=no',
    'ForwardX11=no',
    'PermitLocalCommand=no',
    'RemoteCommand=none',
    'RequestTTY=no',
    'ControlPersist=no',
    'LogLevel=ERROR',
    `ConnectTimeout=${connectTimeLimit}`,
    'ServerAliveInterval=5',
    'ServerAliveCountMax=3',
    ...(host.identityFile === undefined ? [] : ['IdentitiesOnly=yes', 'IdentityAgent=none']),
  ];
  return [
    ...settings.flatMap((setting) => ['-o', setting]),
    ...(host.identityFile === undefined ? [] : ['-i', host.identityFile]),
    ...(host.port === undefined ? [] : ['-p', String(host.port)]),
    ...(host.user === undefined ? [] : ['-l', host.user]),
  ];
}

export interface SshSettings {
  readonly knownHosts: string;
  /** Seconds. */
  readonly connectTimeLimit: number;
}
