import pMap from 'p-map';
import type { Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { judgeSignatures, registryKeys, type Registry } from '@cdev/package-registry';
import type { AddedPackage } from '@cdev/added-script';
import { errors } from '../errors.ts';
import type { ReadIndex } from '../index-file/marketplace-index.ts';
import type { Candidate } from './candidate.ts';
import { findKnown } from './find-known.ts';
import type { Inspection, Risk } from './inspection.ts';
import { judgeTrust } from './judge-trust.ts';
import type { Needs } from './needs.ts';
import { ownershipOf } from './ownership.ts';
import { provenanceOf } from './provenance-of.ts';
import { similarName } from './similar-name.ts';

/**
 * Everything that can be known of a candidate without running it.
 * @throws CDEV_E_MARKETPLACE_REFUSED for malware, a signature or provenance that does not hold, and what an index took out; CDEV_E_MARKETPLACE_INTEGRITY
 */
export async function inspectCandidate(
  candidate: Candidate,
  { needs, indexes }: { readonly needs: Needs; readonly indexes: readonly ReadIndex[] },
  context: Context,
): Promise<Inspection> {
  const { source, packument, manifest, tarball, script } = candidate;
  const { name, version, integrity } = tarball;
  const { url: registry, isConfigured } = source;
  const spec = `${name}@${version}`;
  const trust = judgeTrust({ package: name, version, integrity, registry, isConfigured }, indexes);
  const repository = repositoryOf(tarball.manifest['repository']);
  const [signature, provenance, vulnerabilities, dependencies] = await Promise.all([
    signatureOf(candidate),
    provenanceOf(candidate, repository, context),
    findKnown(needs.graph, source.registry, context),
    dependenciesOf(needs, source.registry, context.signal),
  ]);
  if (signature.status === 'bad')
    throw errors.make('CDEV_E_MARKETPLACE_REFUSED', { package: spec, reason: stripControl(signature.detail) });
  const malware = vulnerabilities.found.find(({ isMalware }) => isMalware);
  if (malware)
    throw errors.make('CDEV_E_MARKETPLACE_REFUSED', {
      package: spec,
      reason: `${malware.package}@${malware.version} is known as malware (${malware.id})`,
    });
  const known = indexes
    .filter(({ mayVouch }) => mayVouch)
    .flatMap(({ scripts }) => scripts.map((each) => each.package));
  const similarTo = similarName(name, known);
  return {
    script: script.name,
    package: name,
    version,
    description: stripControl(script.description),
    registry,
    integrity,
    trust,
    ownership: ownershipOf(packument, manifest),
    repository,
    published: packument.time?.[version],
    firstPublished: packument.time?.['created'],
    versions: Object.keys(packument.versions).length,
    newest: packument['dist-tags']['latest'],
    deprecated: typeof manifest.deprecated === 'string' ? stripControl(manifest.deprecated) || undefined : undefined,
    signature,
    provenance,
    permissions: candidate.permissions,
    env: envOf(script.metadata.env),
    installScripts: needs.installScripts,
    size: { packed: tarball.size, unpacked: tarball.unpackedSize, files: tarball.entries.size },
    dependencies,
    vulnerabilities,
    similarTo,
    trial: undefined,
    risks: risksOf({ similarTo, vulnerabilities, trust, provenance }),
  };
}

type Doubtful = Pick<Inspection, 'similarTo' | 'vulnerabilities' | 'trust' | 'provenance'>;

function risksOf({ similarTo, vulnerabilities, trust, provenance }: Doubtful): readonly Risk[] {
  const grave = vulnerabilities.found.filter(({ severity }) => severity === 'critical' || severity === 'high');
  return [
    ...(similarTo
      ? [
          {
            name: 'similar-name' as const,
            text: `its name is ${similarTo.distance === 1 ? 'one letter' : `${similarTo.distance} letters`} away from ${similarTo.to}, which is another's`,
          },
        ]
      : []),
    ...(grave.length > 0
      ? [
          {
            name: 'vulnerable' as const,
            text: `it brings known vulnerabilities: ${grave.map((each) => `${each.id} in ${each.package}@${each.version} (${each.severity})`).join(', ')}`,
          },
        ]
      : []),
    ...(trust.tier === 'official' && provenance.status === 'none' && provenance.mayBeKept
      ? [
          {
            name: 'provenance' as const,
            text: 'it goes by the name of the house, and nothing proves where it was built',
          },
        ]
      : []),
  ];
}

async function signatureOf({ source, manifest, packument }: Candidate): Promise<Inspection['signature']> {
  const keys = await registryKeys(source.registry, manifest.name);
  if (keys === undefined) return { status: 'not-run', detail: 'this registry publishes no keys for signatures' };
  return judgeSignatures(manifest, keys, packument.time?.[manifest.version]);
}

/** The registry tells sizes version by version; npm's cache has most of what it says. */
async function dependenciesOf(
  { packages, deprecated }: Needs,
  registry: Registry,
  signal: AbortSignal,
): Promise<Inspection['dependencies']> {
  const others = packages.slice(1);
  const sizeOf = async ({ name, version }: AddedPackage): Promise<number | undefined> => {
    const packument = await registry.packument(name, { signal });
    return packument?.versions[version]?.dist.unpackedSize;
  };
  const sizes = await pMap(others, sizeOf, { concurrency: 8 });
  const known = sizes.filter((size) => typeof size === 'number');
  return {
    count: others.length,
    size: known.reduce((sum, size) => sum + size, 0),
    withoutSize: sizes.length - known.length,
    deprecated,
  };
}

function envOf(env: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(Object(env) as Readonly<Record<string, unknown>>).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.map(([name, text]) => [stripControl(name), stripControl(text)]));
}

function repositoryOf(repository: unknown): string | undefined {
  const { url } = Object(repository) as { url?: unknown };
  const found = typeof repository === 'string' ? repository : url;
  if (typeof found !== 'string') return undefined;
  // npm's short forms: `acme/hello`, `gitlab:acme/hello`.
  const [, host = 'github', path] = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(found) ?? [];
  if (path !== undefined) return `https://${host}.${host === 'bitbucket' ? 'org' : 'com'}/${path}`;
  return stripControl(found)
    .replace(/^git\+/, '')
    .replace(/\.git$/, '');
}
