import { createHash } from 'node:crypto';
import type { Context, Outcome } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { readConfiguration } from './configuration/find-configuration.ts';
import type { DeployHost } from './configuration/configuration.ts';
import { errors } from './errors.ts';
import { parsePin, pinKeys, pinnedKeys, type PinnedKey } from './ssh/known-hosts.ts';
import { pinName } from './ssh/ssh-options.ts';

export interface TrustOptions {
  /** Name or address of a host of any environment. */
  readonly host: string;
  readonly file?: string | undefined;
  /** One of the fingerprints that must be shown, `SHA256:…`; answers the question. Only the key that has it is pinned. */
  readonly fingerprint?: string | undefined;
  /** Pins other keys than those that are pinned. */
  readonly replace: boolean;
  readonly isDryRun: boolean;
}

export interface HostKey {
  readonly type: string;
  readonly fingerprint: string;
}

export interface TrustResult {
  readonly host: string;
  readonly knownHosts: string;
  readonly keys: readonly HostKey[];
  /** `same`: it was pinned already. */
  readonly outcome: 'pinned' | 'same' | 'planned';
}

/**
 * Asks a host for its keys, shows their fingerprints, and pins them in the project's own list when they are agreed to.
 * @throws CDEV_E_DEPLOY_HOST_UNKNOWN, _HOST_UNREACHABLE, _HOST_KEY_CHANGED, _FINGERPRINT_DIFFERENT
 */
export async function trustHost(options: TrustOptions, context: Context): Promise<Outcome<TrustResult>> {
  const configuration = await readConfiguration(options, context);
  const hosts = configuration.environments.flatMap((environment) => environment.hosts.filter(({ isHere }) => !isHere));
  const host = hosts.find(({ name, address }) => name === options.host || address === options.host);
  if (!host)
    throw errors.make('CDEV_E_DEPLOY_HOST_UNKNOWN', {
      host: options.host,
      known: [...new Set(hosts.map(({ name }) => name))].join(', '),
    });
  const shown = await scan(host, context);
  const { fingerprint } = options;
  const chosen = fingerprint === undefined ? shown : shown.filter((key) => key.fingerprint === fingerprint);
  if (chosen.length === 0)
    throw errors.make('CDEV_E_DEPLOY_FINGERPRINT_DIFFERENT', {
      host: host.name,
      wanted: fingerprint ?? '',
      shown: shown.map((key) => key.fingerprint).join(', '),
    });
  const pinned = await pinnedKeys(configuration.knownHosts, pinName(host));
  const keys = chosen.map(({ pin, fingerprint: print }) => ({ type: pin.type, fingerprint: print }));
  const result = { host: host.name, knownHosts: configuration.knownHosts, keys };
  const isPinned = (pin: PinnedKey): boolean => pinned.some(({ type, key }) => type === pin.type && key === pin.key);
  if (chosen.every(({ pin }) => isPinned(pin))) return { result: { ...result, outcome: 'same' }, status: 'ok' };
  const isOther = pinned.length > 0 && !shown.some(({ pin }) => isPinned(pin));
  if (isOther && !options.replace)
    throw errors.make('CDEV_E_DEPLOY_HOST_KEY_CHANGED', {
      host: host.name,
      change: `: ${keys.map((key) => key.fingerprint).join(', ')}`,
    });
  if (options.isDryRun) return { result: { ...result, outcome: 'planned' }, status: 'ok' };
  if (fingerprint === undefined) {
    for (const key of keys) context.progress.note(`  ${key.type.padEnd(22)}${key.fingerprint}`);
    await context.prompt.confirm(
      `Are these the fingerprints that ${host.name} itself shows (ssh-keygen -lf /etc/ssh/ssh_host_*.pub)?`,
    );
  }
  await pinKeys(
    configuration.knownHosts,
    pinName(host),
    chosen.map(({ pin }) => pin),
  );
  return { result: { ...result, outcome: 'pinned' }, status: 'ok' };
}

interface ShownKey {
  readonly pin: PinnedKey;
  readonly fingerprint: string;
}

async function scan(host: DeployHost, { cwd, signal }: Context): Promise<ShownKey[]> {
  // The user's ssh configuration may call the host by another name.
  const settings = await run('ssh', ['-G', '--', host.address], { cwd, signal, allowFailure: true, timeLimit: 10_000 });
  const setting = (name: string): string | undefined => new RegExp(`^${name} (.+)$`, 'm').exec(settings.stdout)?.[1];
  const port = host.port ?? setting('port') ?? 22;
  const { stdout, stderr } = await run(
    'ssh-keyscan',
    ['-T', '10', '-p', String(port), '--', setting('hostname') ?? host.address],
    {
      cwd,
      signal,
      allowFailure: true,
      timeLimit: 60_000,
    },
  );
  const pins = stdout
    .split('\n')
    .map(parsePin)
    .filter((pin): pin is PinnedKey => pin !== undefined);
  if (pins.length === 0)
    throw errors.make('CDEV_E_DEPLOY_HOST_UNREACHABLE', {
      host: host.name,
      reason: stderr.trim().split('\n').at(-1) || 'it shows no key',
    });
  return pins.map((pin) => ({ pin, fingerprint: fingerprintOf(pin.key) }));
}

/** As OpenSSH shows it: SHA-256 of the key in base64 without padding. */
export function fingerprintOf(key: string): string {
  return `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`;
}
