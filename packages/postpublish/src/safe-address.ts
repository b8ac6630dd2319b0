import { errors } from './errors.ts';

/** An address for secrets and notices: TLS, or this machine. @throws CDEV_E_POSTPUBLISH_OPTION_INVALID */
export function safeAddress(option: string, address: string): string {
  const url = URL.parse(address);
  const isHere = url !== null && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) || url.username !== '')
    throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', {
      option,
      // A webhook's address is a secret.
      value: url ? `${url.protocol}//${url.host}` : '(no address)',
      expected: 'an address that begins with https:// and has no password in it',
    });
  return address.replace(/\/+$/, '');
}
