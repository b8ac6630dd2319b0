import { createPublicKey } from 'node:crypto';
import { redact, stripControl } from '@cdev/core/log';
import type { Attestation } from './attestation.ts';
import type { RegistryKey } from '@cdev/package-registry';

/** What the certificate of a signature says of the build. */
export interface BuildIdentity {
  /** The address of the repository that was built. */
  readonly repository: string | undefined;
  readonly commit: string | undefined;
}

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
    try {
      const { identity } = verifier.verify(bundle as Parameters<typeof verifier.verify>[0]);
      if (identity) identities.set(attestation, buildIdentity(identity));
    } catch (error) {
      return { status: 'bad', reason: reasonOf(error) };
    }
  }
  return { status: 'good', identities, unlooked };
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

/** Fulcio's extensions 1.3.6.1.4.1.57264.1.12 and .13: source repository URI and digest (fulcio/docs/oid-info.md). */
function buildIdentity({
  oids = [],
  subjectAlternativeName,
}: {
  readonly oids?: readonly { readonly oid: { readonly id: readonly number[] } | undefined; readonly value: Buffer }[];
  readonly subjectAlternativeName?: string;
}): BuildIdentity {
  const text = (last: number): string | undefined => {
    const id = `1.3.6.1.4.1.57264.1.${last}`;
    const value = oids.find(({ oid }) => oid?.id.join('.') === id)?.value;
    return value && derText(value);
  };
  const signer = subjectAlternativeName && /^https:\/\/[^/]+\/[^/]+\/[^/]+/.exec(subjectAlternativeName)?.[0];
  return { repository: text(12) ?? (signer || undefined), commit: text(13) };
}

/** The text of a DER UTF8String. */
function derText(der: Buffer): string | undefined {
  if (der[0] !== 0x0c) return undefined;
  const length = der[1] ?? 0;
  return der.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f)).toString('utf8');
}

function reasonOf(error: unknown): string {
  return redact(stripControl(error instanceof Error ? error.message : String(error))).slice(0, 300);
}
