import { stripControl } from '@cdev/core/log';
import { registryKeys, type Distribution, type Registry } from '@cdev/package-registry';
import {
  fetchAttestations,
  isProvenance,
  otherSubject,
  statementOf,
  type Attestation,
  type Statement,
} from './attestation.ts';
import type { BuildIdentity } from './build-identity.ts';
import { sameRepository } from './same-repository.ts';
import { verifyAttestations } from './verify-attestations.ts';

/** A version, by the bytes that are at hand. */
export interface ProvenanceSubject {
  readonly name: string;
  readonly version: string;
  /** `sha512-…` */
  readonly integrity: string;
}

export interface JudgeProvenanceOptions {
  readonly registry: Pick<Registry, 'forward' | 'urlFor'>;
  /** What the registry announces of the version. */
  readonly dist: Pick<Distribution, 'attestations'>;
  /** `TUF_MIRROR`, `TUF_ROOT_JSON` and `TUF_ROOT` name another sigstore than the public one. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where a version was built. Texts from outside have no control characters. */
export interface Build {
  /** `https://github.com/acme/app` */
  readonly repository: string | undefined;
  /** `.github/workflows/release.yml` */
  readonly workflow: string | undefined;
  /** The full object id. */
  readonly commit: string | undefined;
}

export type ProvenanceVerdict =
  | {
      /** The certificate says what the statement says, and sigstore accepts both. */
      readonly status: 'verified';
      readonly build: Build & { readonly repository: string };
      /** The registry's own attestation beside it is signed with a key, and the registry publishes none. */
      readonly isPublishUnlooked: boolean;
    }
  /** There is none. `mayBeKept`: by what the registry is, it would keep one. */
  | { readonly status: 'none'; readonly detail: string; readonly mayBeKept: boolean }
  /** Not to be had now, which is not the same as bad; `build` is what it says of itself. */
  | { readonly status: 'unavailable'; readonly detail: string; readonly build: Build | undefined }
  | { readonly status: 'bad'; readonly detail: string };

/**
 * Where, from which commit and by which workflow a version was built: every attestation that the registry has is held against the bytes and verified by sigstore's own library, and what the
 * statement tells is held against the certificate, which its signer could not choose. Whether that is where the package should come from is for the caller to say.
 */
export async function judgeProvenance(
  subject: ProvenanceSubject,
  { registry, dist, env }: JudgeProvenanceOptions,
): Promise<ProvenanceVerdict> {
  const keys = await registryKeys(registry, subject.name);
  const { attestations } = dist;
  const none = (detail: string): ProvenanceVerdict => ({ status: 'none', detail, mayBeKept: keys !== undefined });
  // A mirror without keys keeps no attestations either, so their absence says nothing.
  if (typeof attestations?.url !== 'string')
    return none('it was published without provenance, or this registry keeps none');
  const found = await fetchAttestations(registry, subject.name, attestations.url);
  if (!found)
    return {
      status: 'unavailable',
      detail: 'the registry announces attestations and does not give them',
      build: undefined,
    };
  const provenance = found.find(isProvenance);
  if (!provenance) return none('the registry has attestations, and none of the build');
  const other = otherThan(subject, found);
  if (other !== undefined) return { status: 'bad', detail: other };
  const statement = statementOf(provenance);
  const told = buildOf(statement);
  const verified = await verifyAttestations(found, { keys, env });
  if (verified.status === 'bad') return { status: 'bad', detail: `sigstore does not accept it: ${verified.reason}` };
  if (verified.status === 'unknown')
    return {
      status: 'unavailable',
      detail: `sigstore could not be asked to verify it: ${verified.reason}`,
      build: told,
    };
  const identity = verified.identities.get(provenance);
  const foreign = foreignSigner(identity, told);
  if (foreign !== undefined) return { status: 'bad', detail: foreign };
  return {
    status: 'verified',
    build: {
      repository: told.repository ?? clean(identity?.repository) ?? '',
      workflow: told.workflow,
      commit: clean(identity?.commit) ?? told.commit,
    },
    isPublishUnlooked: verified.unlooked.length > 0,
  };
}

function otherThan(subject: ProvenanceSubject, found: readonly Attestation[]): string | undefined {
  for (const attestation of found) {
    const other = otherSubject(statementOf(attestation), subject);
    const what = isProvenance(attestation) ? 'provenance' : 'attestation by the registry';
    if (other !== undefined) return `its ${what} ${other}`;
  }
  return undefined;
}

/** A statement is worth what its signer is: the certificate names repository, commit and workflow, too. */
function foreignSigner(identity: BuildIdentity | undefined, told: Build): string | undefined {
  if (!identity) return 'its provenance is signed with a key, not by a workflow';
  const signer = clean(identity.repository);
  if (signer === undefined) return 'its provenance is signed in no repository';
  if (told.repository !== undefined && !sameRepository(told.repository, signer))
    return `its provenance tells of ${told.repository}, and was signed in ${signer}`;
  const commit = clean(identity.commit);
  if (told.commit !== undefined && commit !== undefined && told.commit !== commit)
    return `its provenance tells of commit ${told.commit.slice(0, 40)}, and was signed at ${commit.slice(0, 40)}`;
  // A workflow may call those of others, which sign; the one that was started has to be the one that is told.
  const started = clean(identity.workflow)?.replace(/@[^@]*$/, '');
  if (told.workflow !== undefined && started !== undefined && !started.endsWith(`/${told.workflow}`))
    return `its provenance tells of the workflow ${told.workflow}, and was signed by ${started}`;
  return undefined;
}

function buildOf({ predicate }: Statement): Build {
  const { externalParameters, resolvedDependencies } = predicate?.buildDefinition ?? {};
  const source = Array.isArray(resolvedDependencies)
    ? resolvedDependencies.find(({ digest }) => digest?.gitCommit)
    : undefined;
  return {
    repository: clean(externalParameters?.workflow?.repository),
    workflow: clean(externalParameters?.workflow?.path),
    commit: clean(source?.digest?.gitCommit),
  };
}

function clean(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' ? stripControl(text) : undefined;
}
