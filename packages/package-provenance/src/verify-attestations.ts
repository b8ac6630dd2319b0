import { createPublicKey } from 'node:crypto';
import { redact, stripControl } from '@cdev/core/log';
import type { RegistryKey } from '@cdev/package-registry';
import type { Attestation } from './attestation.ts';
import { buildIdentity, type BuildIdentity } from './build-identity.ts';

export type Verified =
  | {
      readonly status: 'good';
      /** One for each attestation; undefined for those that a key of the registry signed. */
      readonly identities: ReadonlyMap<Attestation, BuildIdentity>;
      /** Signed with a key of a registry that publishes none. */
      readonly unlooked: readonly Attestation[];
    }
  | { readonly status: 'bad'; readonly reason: string }
  | { readonly status: 'unknown'; readonly reason: string };

export interface VerifyAttestationsOptions {
  /** Of the registry; it signs its publish attestation with one of them. */
  readonly keys: readonly RegistryKey[] | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Verifies each bundle with sigstore's own library: certificate or key, transparency log, signature. The roots of trust come by TUF, from the public instance or
 * from the one that `TUF_MIRROR` and `TUF_ROOT_JSON` name, as cosign reads them; without them nothing is known, which is not the same as a bad signature.
 */
export async function verifyAttestations(
  found: readonly Attestation[],
  { keys, env }: VerifyAttestationsOptions,
): Promise<Verified> {
  const { createVerifier } = await import('sigstore');
  let verifier: Awaited<ReturnType<typeof createVerifier>>;
  try {
    verifier = await createVerifier({ retry: 1, timeout: 15_000, keySelector: keyIn(keys ?? []), ...trustOf(env) });
  } catch (error) {
    return { status: 'unknown', reason: reasonOf(error) };
  }
  const identities = new Map<Attestation, BuildIdentity>();
  const unlooked: Attestation[] = [];
  for (const attestation of found) {
    const { bundle } = attestation;
    if (keys === undefined && bundle.verificationMaterial?.publicKey) {
      unlooked.push(attestation);
      continue;
    }
    const expired = keys && expiredKey(bundle.verificationMaterial, keys);
    if (expired !== undefined) return { status: 'bad', reason: expired };
    try {
      const { identity } = verifier.verify(bundle as Parameters<typeof verifier.verify>[0]);
      if (identity) identities.set(attestation, buildIdentity(identity));
    } catch (error) {
      return { status: 'bad', reason: reasonOf(error) };
    }
  }
  return { status: 'good', identities, unlooked };
}

/** A key of the registry counts until it expires, by the time of the transparency log. */
function expiredKey(
  { publicKey, tlogEntries }: NonNullable<Attestation['bundle']['verificationMaterial']> = {},
  keys: readonly RegistryKey[],
): string | undefined {
  const key = keys.find(({ keyid }) => keyid === publicKey?.hint);
  const [entry] = Array.isArray(tlogEntries) ? tlogEntries : [];
  if (!key?.expires || Number(entry?.integratedTime) * 1000 < Date.parse(key.expires)) return undefined;
  return `it is signed with the key ${stripControl(key.keyid)} after that expired on ${stripControl(key.expires)}`;
}

function keyIn(keys: readonly RegistryKey[]): (hint: string) => string | undefined {
  return (hint) => {
    const key = keys.find(({ keyid }) => keyid === hint)?.key;
    if (key === undefined) return undefined;
    const known = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return known.export({ format: 'pem', type: 'spki' }).toString();
  };
}

function trustOf({ TUF_MIRROR: mirror, TUF_ROOT_JSON: root, TUF_ROOT: cache }: VerifyAttestationsOptions['env']) {
  return {
    ...(mirror && { tufMirrorURL: mirror.replace(/\/$/, '') }),
    ...(root && { tufRootPath: root }),
    ...(cache && { tufCachePath: cache }),
  };
}

function reasonOf(error: unknown): string {
  return redact(stripControl(error instanceof Error ? error.message : String(error))).slice(0, 300);
}
