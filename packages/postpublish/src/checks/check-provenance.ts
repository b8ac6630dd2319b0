import { isCdevError } from '@cdev/core/errors';
import { redact, stripControl } from '@cdev/core/log';
import { sameRepository } from '../release/remote-address.ts';
import { outcomes, type Check, type CheckSubject } from './check.ts';
import { registryKeys } from './check-signatures.ts';
import { superseding } from './superseding.ts';

const { passed, failed, warning, notRun } = outcomes('provenance');

interface Attestation {
  readonly predicateType: string;
  readonly bundle: { readonly dsseEnvelope?: { readonly payload?: string } };
}

interface Statement {
  readonly subject?: readonly { readonly name?: string; readonly digest?: { readonly sha512?: string } }[];
  readonly predicate?: {
    readonly buildDefinition?: {
      readonly externalParameters?: { readonly workflow?: { readonly repository?: string; readonly path?: string } };
      readonly resolvedDependencies?: readonly { readonly digest?: { readonly gitCommit?: string } }[];
    };
  };
}

/**
 * Where and from which commit the package was built, as sigstore attests it: the signature through sigstore's own library (certificate, transparency log), then
 * what the statement says against the manifest. A registry or a version without attestations is "not run", never passed.
 */
export const checkProvenance: Check = async (subject) => {
  const { one, published, packument, release } = subject;
  const { attestations } = published.dist;
  const wanted = Object(published['publishConfig'])['provenance'] === true;
  if (!attestations?.url)
    // A mirror without keys keeps no attestations either, so their absence says nothing.
    return wanted && (await registryKeys(subject)) !== undefined
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
  const mismatch = mismatchOf(statement, subject);
  const steps = superseding(one, packument);
  if (mismatch !== undefined) return failed(mismatch, steps);
  const verified = await verifyBundles(found);
  const built = statement.predicate?.buildDefinition;
  const where = built?.externalParameters?.workflow;
  const { commit } = release.manifest.git ?? {};
  const from = `${stripControl(where?.repository ?? 'unknown repository')}, ${stripControl(where?.path ?? 'unknown workflow')}`;
  if (verified.status === 'bad') return failed(`sigstore does not accept it: ${verified.reason}`, steps);
  if (verified.status === 'unknown')
    return notRun(`it fits (${from}), and sigstore could not be asked to verify it: ${verified.reason}`, [
      'Run this again with the network',
    ]);
  return passed(`verified by sigstore: ${from}${commit === undefined ? '' : `, commit ${commit.slice(0, 12)}`}`);
};

async function fetchAttestations(
  { one, release }: CheckSubject,
  url: string,
): Promise<readonly Attestation[] | undefined> {
  const { registry } = release;
  // Only the registry itself is asked, whatever address it gives.
  const path = URL.parse(url)?.pathname.replace(/^\/+/, '') ?? '';
  try {
    const { status, body } = await registry.forward(new URL(path, registry.urlFor(one.name)).href, { fresh: true });
    if (status !== 200) return undefined;
    const { attestations } = JSON.parse(body.toString('utf8')) as { attestations?: unknown };
    return Array.isArray(attestations) ? (attestations as Attestation[]) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isCdevError(error)) return undefined;
    throw error;
  }
}

function statementOf({ bundle }: Attestation): Statement {
  try {
    return JSON.parse(Buffer.from(bundle.dsseEnvelope?.payload ?? '', 'base64').toString('utf8')) as Statement;
  } catch {
    return {};
  }
}

/** What the statement says of another package, other bytes, another commit or another repository. */
function mismatchOf({ subject, predicate }: Statement, { one, release }: CheckSubject): string | undefined {
  const purl = `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`;
  const about = subject?.find(({ name }) => name === purl);
  if (!about) return `its provenance is of ${stripControl(subject?.[0]?.name ?? 'nothing')}, not of ${purl}`;
  const digest = Buffer.from(one.integrity.slice('sha512-'.length), 'base64').toString('hex');
  if (about.digest?.sha512 !== digest) return 'its provenance is of other bytes than those that were packed';
  const { git } = release.manifest;
  const commit = predicate?.buildDefinition?.resolvedDependencies?.find((one) => one.digest?.gitCommit)?.digest
    ?.gitCommit;
  if (git && commit !== undefined && commit !== git.commit)
    return `it was built from commit ${stripControl(commit).slice(0, 40)}, and packed from ${git.commit}`;
  const repository = predicate?.buildDefinition?.externalParameters?.workflow?.repository;
  if (git?.remote !== undefined && repository !== undefined && !sameRepository(git.remote, repository))
    return `it was built in ${stripControl(repository)}, and packed in ${git.remote}`;
  return undefined;
}

type Verified = { status: 'good' } | { status: 'bad' | 'unknown'; reason: string };

/** npm's publish attestation is signed with a key of the registry, the provenance with a certificate; sigstore tells them apart. */
async function verifyBundles(found: readonly Attestation[]): Promise<Verified> {
  const { verify } = await import('sigstore');
  for (const { predicateType, bundle } of found) {
    if (!predicateType.startsWith('https://slsa.dev/provenance/')) continue;
    try {
      await verify(bundle as Parameters<typeof verify>[0], { retry: 1, timeout: 15_000 });
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      const reason = redact(stripControl(message)).slice(0, 300);
      // Without the roots of trust, which come by the network, nothing is known of the signature.
      return { status: /TUF|FETCH|NETWORK|TIMEOUT/i.test(`${code ?? ''} ${message}`) ? 'unknown' : 'bad', reason };
    }
  }
  return { status: 'good' };
}
