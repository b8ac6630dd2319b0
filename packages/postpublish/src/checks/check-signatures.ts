import { createPublicKey, verify } from 'node:crypto';
import { isCdevError } from '@cdev/core/errors';
import { outcomes, type Check, type CheckSubject } from './check.ts';
import { superseding } from './superseding.ts';

const { passed, failed, notRun } = outcomes('signatures');

export interface RegistryKey {
  readonly keyid: string;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly key: string;
  readonly expires?: string | null;
}

/**
 * The registry's ECDSA signatures over `name@version:integrity`, with the keys that it publishes at `/-/npm/v1/keys`
 * (docs.npmjs.com, "About ECDSA registry signatures"). A registry without keys is not checked, and not said to be.
 */
export const checkSignatures: Check = async (subject) => {
  const { one, published, packument } = subject;
  const keys = await registryKeys(subject);
  if (keys === undefined) return notRun('this registry publishes no keys for signatures');
  const { signatures = [], integrity = '' } = published.dist;
  const steps = superseding(one, packument);
  if (signatures.length === 0)
    return failed('the registry signs, and has no signature of this version', [
      'Wait some minutes, and run this again',
      ...steps,
    ]);
  const text = Buffer.from(`${one.name}@${one.version}:${integrity}`);
  for (const { keyid, sig } of signatures) {
    const key = keys.find((known) => known.keyid === keyid);
    if (!key) return failed(`signed with the key ${keyid}, which the registry does not publish`, steps);
    const publishedAt = packument.time?.[one.version];
    if (key.expires && publishedAt !== undefined && Date.parse(publishedAt) >= Date.parse(key.expires))
      return failed(`signed with the key ${keyid} after it expired on ${key.expires}`, steps);
    if (!isValid(key, text, sig)) return failed(`the signature with the key ${keyid} is not of these bytes`, steps);
  }
  return passed(
    `${signatures.length === 1 ? 'signature' : `${signatures.length} signatures`} by ${signatures[0]?.keyid ?? ''}`,
  );
};

function isValid({ key }: RegistryKey, text: Buffer, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', text, publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Undefined when the registry has none. */
export async function registryKeys({ one, release }: CheckSubject): Promise<readonly RegistryKey[] | undefined> {
  const { registry } = release;
  try {
    const { status, body } = await registry.forward(`${registry.urlFor(one.name)}-/npm/v1/keys`, { fresh: true });
    if (status !== 200) return undefined;
    const { keys } = JSON.parse(body.toString('utf8')) as { keys?: unknown };
    return Array.isArray(keys) && keys.length > 0 ? (keys as RegistryKey[]) : undefined;
  } catch (error) {
    // A page in the place of keys is a registry without keys, too.
    if (error instanceof SyntaxError || isCdevError(error, 'CDEV_E_REGISTRY_NOT_FOUND')) return undefined;
    if (isCdevError(error, 'CDEV_E_REGISTRY_REFUSED') || isCdevError(error, 'CDEV_E_REGISTRY_BROKEN_ANSWER'))
      return undefined;
    throw error;
  }
}
