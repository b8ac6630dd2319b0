import { createPublicKey, verify } from 'node:crypto';
import { isCdevError } from '@cdev/core/errors';
import type { PublishedManifest } from './packument.ts';
import type { Registry } from './registry.ts';

export interface RegistryKey {
  readonly keyid: string;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly key: string;
  readonly expires?: string | null;
}

/** `none`: the version has no signature although it could. */
export interface SignatureVerdict {
  readonly status: 'valid' | 'none' | 'bad';
  readonly detail: string;
}

/** The keys that the package's registry signs with, from `/-/npm/v1/keys`. Undefined when it has none. */
export async function registryKeys(
  registry: Pick<Registry, 'forward' | 'urlFor'>,
  name: string,
): Promise<readonly RegistryKey[] | undefined> {
  try {
    const { status, body } = await registry.forward(`${registry.urlFor(name)}-/npm/v1/keys`, { fresh: true });
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

/**
 * The registry's ECDSA signatures over `name@version:integrity`, each with the key that it names (docs.npmjs.com, "About ECDSA registry signatures").
 * @param publishedAt ISO time, where it is known: a key counts until it expires
 */
export function judgeSignatures(
  { name, version, dist }: Pick<PublishedManifest, 'name' | 'version' | 'dist'>,
  keys: readonly RegistryKey[],
  publishedAt: string | undefined,
): SignatureVerdict {
  const { signatures = [], integrity = '' } = dist;
  if (signatures.length === 0)
    return { status: 'none', detail: 'the registry signs, and has no signature of this version' };
  const text = Buffer.from(`${name}@${version}:${integrity}`);
  for (const { keyid, sig } of signatures) {
    const bad = (detail: string): SignatureVerdict => ({ status: 'bad', detail });
    const key = keys.find((known) => known.keyid === keyid);
    if (!key) return bad(`signed with the key ${keyid}, which the registry does not publish`);
    if (key.expires && publishedAt !== undefined && Date.parse(publishedAt) >= Date.parse(key.expires))
      return bad(`signed with the key ${keyid} after it expired on ${key.expires}`);
    if (!isValid(key, text, sig)) return bad(`the signature with the key ${keyid} is not of these bytes`);
  }
  const detail = `${signatures.length === 1 ? 'signature' : `${signatures.length} signatures`} by ${signatures[0]?.keyid ?? ''}`;
  return { status: 'valid', detail };
}

function isValid({ key }: RegistryKey, text: Buffer, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', text, publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
