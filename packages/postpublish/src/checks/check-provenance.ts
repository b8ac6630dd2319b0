import { stripControl } from '@cdev/core/log';
import { sameRepository } from '../release/remote-address.ts';
import { fetchAttestations, otherSubject, statementOf, type Attestation, type Statement } from './attestation.ts';
import { outcomes, type Check, type CheckSubject } from './check.ts';
import { registryKeys } from '@cdev/package-registry';
import { superseding } from './superseding.ts';
import { verifyAttestations, type BuildIdentity } from './verify-attestations.ts';

const { passed, failed, warning, notRun } = outcomes('provenance');

/**
 * Where and from which commit the package was built, and that the registry took it: every attestation through sigstore's own library, then what the statements
 * and the certificate say against the manifest. A registry or a version without attestations is "not run", never passed.
 */
export const checkProvenance: Check = async (subject) => {
  const { one, published, packument, release } = subject;
  const { attestations } = published.dist;
  const wanted = Object(published['publishConfig'])['provenance'] === true;
  const keys = await registryKeys(release.registry, one.name);
  if (!attestations?.url)
    // A mirror without keys keeps no attestations either, so their absence says nothing.
    return wanted && keys !== undefined
      ? failed('the package asks for provenance, and the registry has no attestation of this version', [
          'Publish from the workflow that the registry trusts, with id-token: write',
          ...superseding(one, packument),
        ])
      : notRun('it was published without provenance, or this registry keeps none');
  const found = await fetchAttestations(subject, attestations.url);
  if (!found) return notRun('the registry announces attestations and does not give them', ['Run this again later']);
  const provenance = found.find(({ predicateType }) => predicateType.startsWith('https://slsa.dev/provenance/'));
  if (!provenance) return warning('the registry has attestations, and none of the build');
  const statement = statementOf(provenance);
  const steps = superseding(one, packument);
  const mismatch = mismatchOf(found, { provenance, statement, subject });
  if (mismatch !== undefined) return failed(mismatch, steps);
  const verified = await verifyAttestations(found, { keys, env: release.context.env });
  const where = workflowOf(statement);
  const from = `${stripControl(where?.repository ?? 'unknown repository')}, ${stripControl(where?.path ?? 'unknown workflow')}`;
  if (verified.status === 'bad') return failed(`sigstore does not accept it: ${verified.reason}`, steps);
  if (verified.status === 'unknown')
    return notRun(`it fits (${from}), and sigstore could not be asked to verify it: ${verified.reason}`, [
      'Run this again with the network',
    ]);
  const identity = verified.identities.get(provenance);
  const foreign = foreignSigner(identity, statement);
  if (foreign !== undefined) return failed(foreign, steps);
  const commit = identity?.commit ?? commitOf(statement);
  return passed(
    [
      `verified by sigstore: ${from}`,
      ...(commit === undefined ? [] : [`commit ${stripControl(commit).slice(0, 12)}`]),
      ...(verified.unlooked.length === 0 ? [] : ['without the attestation of the registry, which publishes no keys']),
    ].join(', '),
  );
};

interface Mismatching {
  readonly provenance: Attestation;
  readonly statement: Statement;
  readonly subject: CheckSubject;
}

/** What an attestation says of another package, other bytes, another commit or another repository. */
function mismatchOf(
  found: readonly Attestation[],
  { provenance, statement, subject }: Mismatching,
): string | undefined {
  for (const attestation of found) {
    const other = otherSubject(statementOf(attestation), subject);
    const what = attestation === provenance ? 'provenance' : 'attestation by the registry';
    if (other !== undefined) return `its ${what} ${other}`;
  }
  const { git } = subject.release.manifest;
  const commit = commitOf(statement);
  if (git && commit !== undefined && commit !== git.commit)
    return `it was built from commit ${stripControl(commit).slice(0, 40)}, and packed from ${git.commit}`;
  const repository = workflowOf(statement)?.repository;
  if (git?.remote !== undefined && repository !== undefined && !sameRepository(git.remote, repository))
    return `it was built in ${stripControl(repository)}, and packed in ${git.remote}`;
  return undefined;
}

/** A statement is worth what its signer is: the certificate names repository and commit, too, and who signs cannot choose them. */
function foreignSigner(identity: BuildIdentity | undefined, statement: Statement): string | undefined {
  if (!identity) return 'its provenance is signed with a key, not by a workflow';
  const told = workflowOf(statement)?.repository;
  const signer = identity.repository;
  if (told !== undefined && (signer === undefined || !sameRepository(told, signer)))
    return `its provenance tells of ${stripControl(told)}, and was signed in ${stripControl(signer ?? 'no repository')}`;
  const commit = commitOf(statement);
  if (commit !== undefined && identity.commit !== undefined && commit !== identity.commit)
    return `its provenance tells of commit ${stripControl(commit).slice(0, 40)}, and was signed at ${stripControl(identity.commit).slice(0, 40)}`;
  return undefined;
}

function workflowOf({ predicate }: Statement) {
  return predicate?.buildDefinition?.externalParameters?.workflow;
}

function commitOf({ predicate }: Statement): string | undefined {
  return predicate?.buildDefinition?.resolvedDependencies?.find(({ digest }) => digest?.gitCommit)?.digest?.gitCommit;
}
