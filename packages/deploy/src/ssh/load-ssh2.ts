import type * as Ssh2 from 'ssh2';
import { errors } from '../errors.ts';

/** The library, which whoever needs it has installed beside this script. @throws CDEV_E_DEPLOY_SSH_MISSING */
export async function loadSsh2(): Promise<typeof Ssh2> {
  try {
    return (await import('ssh2')).default as unknown as typeof Ssh2;
  } catch (cause) {
    throw errors.make('CDEV_E_DEPLOY_SSH_MISSING', undefined, { cause });
  }
}

/** What is asked for in the order of preference, by the kind of key that is pinned; an RSA key signs by SHA-2 only. */
export function algorithmsOf(type: string): readonly string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : known.has(type) ? [type] : [];
}

const known: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
]);

/** Kinds of keys that a host can show. */
export const keyTypes: readonly string[] = [...known, 'ssh-rsa'];
