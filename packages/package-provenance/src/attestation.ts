import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import { packageUrl } from '@cdev/lock-file';
import type { Registry } from '@cdev/package-registry';
import type { ProvenanceSubject } from './judge-provenance.ts';

/** One of the answer of `/-/npm/v1/attestations/<name>@<version>`: what it attests, and sigstore's bundle. */
export interface Attestation {
  readonly predicateType: string;
  readonly bundle: {
    readonly dsseEnvelope?: { readonly payload?: string };
    readonly verificationMaterial?: {
      readonly publicKey?: { readonly hint?: string };
      readonly tlogEntries?: readonly { readonly integratedTime?: string }[];
    };
  };
}

/** An in-toto statement, as far as it is looked at. */
export interface Statement {
  readonly subject?: readonly { readonly name?: string; readonly digest?: { readonly sha512?: string } }[];
  readonly predicate?: {
    readonly buildDefinition?: {
      readonly externalParameters?: { readonly workflow?: { readonly repository?: string; readonly path?: string } };
      readonly resolvedDependencies?: readonly { readonly digest?: { readonly gitCommit?: string } }[];
    };
  };
}

/** Undefined when the registry does not give them. */
export async function fetchAttestations(
  registry: Pick<Registry, 'forward' | 'urlFor'>,
  name: string,
  url: string,
): Promise<readonly Attestation[] | undefined> {
  // Only the registry itself is asked, whatever address it gives.
  const path = URL.parse(url)?.pathname.replace(/^\/+/, '') ?? '';
  try {
    const { status, body } = await registry.forward(new URL(path, registry.urlFor(name)).href, { fresh: true });
    if (status !== 200) return undefined;
    const { attestations } = Object(JSON.parse(body.toString('utf8'))) as { attestations?: unknown };
    return Array.isArray(attestations) && attestations.every(isAttestation) ? attestations : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isCdevError(error)) return undefined;
    throw error;
  }
}

function isAttestation(value: unknown): value is Attestation {
  const { predicateType, bundle } = Object(value) as Partial<Attestation>;
  return typeof predicateType === 'string' && typeof bundle === 'object' && bundle !== null;
}

export function isProvenance({ predicateType }: Attestation): boolean {
  return predicateType.startsWith('https://slsa.dev/provenance/');
}

export function statementOf({ bundle }: Attestation): Statement {
  try {
    return Object(JSON.parse(Buffer.from(bundle.dsseEnvelope?.payload ?? '', 'base64').toString('utf8'))) as Statement;
  } catch {
    return {};
  }
}

/** What the statement says of another package or of other bytes. */
export function otherSubject({ subject }: Statement, of: ProvenanceSubject): string | undefined {
  const purl = packageUrl({ ecosystem: 'npm', name: of.name, version: of.version });
  const about = subject?.find(({ name }) => name === purl);
  if (!about) return `is of ${stripControl(subject?.[0]?.name ?? 'nothing')}, not of ${purl}`;
  const digest = Buffer.from(of.integrity.slice('sha512-'.length), 'base64').toString('hex');
  return about.digest?.sha512 === digest ? undefined : 'is of other bytes';
}
