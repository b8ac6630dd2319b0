import { stripControl } from '@cdev/core/log';
import type { DeployHost } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';
import { pinnedKeys } from './known-hosts.ts';
import { pinName, type SshSettings } from './ssh-options.ts';

/** Which of our errors it is, from what ssh says. */
export async function connectionError(host: DeployHost, stderr: string, { knownHosts }: SshSettings): Promise<Error> {
  const text = stripControl(stderr).trim();
  const { name } = host;
  if (/HOST IDENTIFICATION HAS CHANGED/i.test(text)) {
    const [, shown] =
      /fingerprint for the [^\n]*key sent by the remote host is\s+(SHA256:[A-Za-z0-9+/=]+)/.exec(text) ?? [];
    return errors.make('CDEV_E_DEPLOY_HOST_KEY_CHANGED', {
      host: name,
      change: shown === undefined ? '' : ` (it shows ${shown})`,
    });
  }
  if (/host key verification failed|host key is known/i.test(text)) {
    const hasPin = (await pinnedKeys(knownHosts, pinName(host))).length > 0;
    // A host that has a pinned key but shows one of another kind is not the one that was pinned either.
    return hasPin
      ? errors.make('CDEV_E_DEPLOY_HOST_KEY_CHANGED', { host: name, change: ' (a key of another kind)' })
      : errors.make('CDEV_E_DEPLOY_HOST_KEY_UNKNOWN', { host: name });
  }
  const reason = text.split('\n').at(-1) ?? '';
  if (/permission denied|too many authentication failures|no supported authentication|load key/i.test(text))
    return errors.make('CDEV_E_DEPLOY_HOST_REFUSED', { host: name, reason });
  return errors.make('CDEV_E_DEPLOY_HOST_UNREACHABLE', {
    host: name,
    reason: reason === '' ? 'the connection ended' : reason,
  });
}
