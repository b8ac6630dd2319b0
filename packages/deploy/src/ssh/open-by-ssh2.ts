import { readFile } from 'node:fs/promises';
import type { Context } from '@cdev/core/cli';
import { subprocessErrors } from '@cdev/core/subprocess';
import type { Client, ConnectConfig } from 'ssh2';
import type { DeployHost } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';
import { execBySsh2 } from './exec-by-ssh2.ts';
import { fingerprintOf } from './fingerprint.ts';
import { judgeHostKey, keysOf, parseKnownHosts, type KeyVerdict } from './judge-host-key.ts';
import { algorithmsOf, loadSsh2 } from './load-ssh2.ts';
import { loginKeys, type LoginKeys } from './login-keys.ts';
import type { OpenHost, OpenHostOptions } from './open-host.ts';
import { pinName } from './ssh-options.ts';

/** By the library ssh2, which knows no host key by itself and waits for more to send: both are seen to here. */
export async function openBySsh2(host: DeployHost, options: OpenHostOptions, context: Context): Promise<OpenHost> {
  const { Client: Connection, utils } = await loadSsh2();
  const { signal } = context;
  const known = parseKnownHosts(await readFile(options.knownHosts, 'utf8').catch(() => ''));
  const keys = await loginKeys(host, (data) => utils.parseKey(data), context);
  const name = pinName(host);
  const shown: { verdict?: KeyVerdict; fingerprint?: string } = {};
  // As OpenSSH does: a host that has several keys is asked for one that is pinned.
  const pinned = keysOf(known, name).filter(({ marker }) => marker === undefined);
  const wanted = [...new Set(pinned.flatMap(({ type }) => algorithmsOf(type)))];
  const client = new Connection();
  let isOpen = false;
  const ended = new Promise<void>((resolve) => void client.once('close', () => resolve()));
  client.once('close', () => (isOpen = false));
  const settings: ConnectConfig = {
    host: host.address,
    port: host.port ?? 22,
    username: keys.username,
    readyTimeout: options.connectTimeLimit * 1000,
    keepaliveInterval: 5000,
    keepaliveCountMax: 3,
    ...(wanted.length > 0 && { algorithms: { serverHostKey: wanted } as NonNullable<ConnectConfig['algorithms']> }),
    hostVerifier: (key: Buffer) => {
      shown.verdict = judgeHostKey(known, name, key);
      shown.fingerprint = fingerprintOf(key.toString('base64'));
      return shown.verdict === 'same';
    },
    authHandler: [...keys.methods],
  };
  try {
    await connected(client, settings, signal);
  } catch (error) {
    client.destroy();
    if (signal.aborted) throw subprocessErrors.make('CDEV_E_SUBPROCESS_CANCELLED', { command: `ssh ${host.name}` });
    throw failure(host, error as Error & { level?: string }, { ...shown, keys, isPinned: pinned.length > 0 });
  }
  isOpen = true;
  const close = async (): Promise<void> => {
    const forced = setTimeout(() => client.destroy(), 500);
    client.end();
    await ended;
    clearTimeout(forced);
  };
  const what = `ssh ${host.name}`;
  return {
    host,
    socket: '',
    exec: (line, given) => execBySsh2(client, line, given, what),
    isOpen: () => isOpen,
    close: () => (isOpen ? close() : Promise.resolve()),
  };
}

function connected(client: Client, settings: ConnectConfig, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error('interrupted'));
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) return giveUp();
    // An error after this one is told by the end of what was running.
    client.on('error', reject);
    client.once('close', () => reject(new Error('the connection ended')));
    client.once('ready', () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    });
    client.connect(settings);
    client.setNoDelay(true);
  });
}

interface Shown {
  readonly verdict?: KeyVerdict;
  readonly fingerprint?: string;
  readonly keys: LoginKeys;
  readonly isPinned: boolean;
}

function failure(
  { name }: DeployHost,
  error: Error & { readonly level?: string },
  { verdict, fingerprint = '', keys, isPinned }: Shown,
): Error {
  const made = { cause: error };
  if (verdict === 'authority') return errors.make('CDEV_E_DEPLOY_HOST_KEY_AUTHORITY', { host: name }, made);
  if (verdict === 'unknown') return errors.make('CDEV_E_DEPLOY_HOST_KEY_UNKNOWN', { host: name }, made);
  const change =
    verdict === 'revoked'
      ? ` (${fingerprint}, which is revoked)`
      : verdict === 'other'
        ? ` (it shows ${fingerprint})`
        : undefined;
  // A host that has a pinned key but shows one of another kind is not the one that was pinned either.
  const isOtherKind = isPinned && verdict === undefined && /no matching host key/i.test(error.message);
  if (change !== undefined || isOtherKind)
    return errors.make(
      'CDEV_E_DEPLOY_HOST_KEY_CHANGED',
      { host: name, change: change ?? ' (a key of another kind)' },
      made,
    );
  if (verdict === 'same' && error.level === 'client-authentication') {
    const locked =
      keys.locked.length === 0
        ? ''
        : ` (not offered, since a passphrase protects it and none is asked for: ${keys.locked.join(', ')}; add it to an agent: ssh-add)`;
    return errors.make('CDEV_E_DEPLOY_HOST_REFUSED', { host: name, reason: `Permission denied${locked}` }, made);
  }
  return errors.make('CDEV_E_DEPLOY_HOST_UNREACHABLE', { host: name, reason: error.message }, made);
}
