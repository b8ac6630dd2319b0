import type { Context, Outcome } from '@cdev/core/cli';
import { readConfiguration } from './configuration/find-configuration.ts';
import { errors } from './errors.ts';
import { fingerprintOf } from './ssh/fingerprint.ts';
import { pinKeys, pinnedKeys, type PinnedKey } from './ssh/known-hosts.ts';
import { showKeys } from './ssh/show-keys.ts';
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
  const shown = (await showKeys(host, context)).map((pin) => ({ pin, fingerprint: fingerprintOf(pin.key) }));
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
