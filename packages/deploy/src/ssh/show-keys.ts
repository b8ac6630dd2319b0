import type { Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import type { ConnectConfig } from 'ssh2';
import type { DeployHost } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';
import { parsePin, type PinnedKey } from './known-hosts.ts';
import { algorithmsOf, keyTypes, loadSsh2 } from './load-ssh2.ts';
import { pinName } from './ssh-options.ts';
import { chooseTransport } from './transport.ts';

/** The keys that a host shows to anybody who asks; whether they are its own is not known. @throws CDEV_E_DEPLOY_HOST_UNREACHABLE */
export async function showKeys(host: DeployHost, context: Context): Promise<readonly PinnedKey[]> {
  const { pins, reason } =
    (await chooseTransport(context)) === 'openssh' ? await scan(host, context) : await ask(host, context);
  if (pins.length === 0)
    throw errors.make('CDEV_E_DEPLOY_HOST_UNREACHABLE', { host: host.name, reason: reason ?? 'it shows no key' });
  return pins;
}

interface ShownKeys {
  readonly pins: readonly PinnedKey[];
  readonly reason: string | undefined;
}

async function scan(host: DeployHost, { cwd, signal }: Context): Promise<ShownKeys> {
  const common = { cwd, signal, allowFailure: true };
  // The user's ssh configuration may call the host by another name.
  const settings = await run('ssh', ['-G', '--', host.address], { ...common, timeLimit: 10_000 });
  const setting = (name: string): string | undefined => new RegExp(`^${name} (.+)$`, 'm').exec(settings.stdout)?.[1];
  const place = ['-p', String(host.port ?? setting('port') ?? 22), '--', setting('hostname') ?? host.address];
  const { stdout, stderr } = await run('ssh-keyscan', ['-T', '10', ...place], { ...common, timeLimit: 60_000 });
  const pins = stdout
    .split('\n')
    .map(parsePin)
    .filter((pin): pin is PinnedKey => pin !== undefined);
  return { pins, reason: stderr.trim().split('\n').at(-1) || undefined };
}

/** One connection for each kind of key, which ends before anybody logs in. */
async function ask(host: DeployHost, { signal }: Context): Promise<ShownKeys> {
  const { Client } = await loadSsh2();
  const pins: PinnedKey[] = [];
  let reason: string | undefined;
  for (const type of keyTypes) {
    const client = new Client();
    const shown = await new Promise<Buffer | undefined>((resolve) => {
      const settings: ConnectConfig = {
        host: host.address,
        port: host.port ?? 22,
        username: 'nobody',
        readyTimeout: 10_000,
        algorithms: { serverHostKey: algorithmsOf(type) as never },
        hostVerifier: (key: Buffer) => {
          resolve(key);
          return false;
        },
      };
      const giveUp = (): void => resolve(undefined);
      signal.addEventListener('abort', giveUp, { once: true });
      client.on('error', (error) => {
        reason = error.message;
        resolve(undefined);
      });
      client.once('close', giveUp);
      client.connect(settings);
    });
    client.destroy();
    signal.throwIfAborted();
    if (shown) pins.push({ name: pinName(host), type, key: shown.toString('base64') });
    // A host that is not there is not asked five times.
    else if (pins.length === 0 && !/no matching/i.test(reason ?? '')) break;
  }
  return { pins, reason };
}
