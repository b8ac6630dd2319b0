import { isCdevError } from '@cdev/core/errors';
import type { DistributedPackage } from '@cdev/distribution-manifest';
import type { Packument, PublishedManifest } from '@cdev/package-registry';
import type { PackageState } from '../report.ts';
import { idOf, type Release } from '../release/release.ts';
import { stagedVersions } from './staged-versions.ts';

/** What the registry says of one version now. */
export interface Sighting {
  readonly state: PackageState;
  readonly detail: string;
  readonly steps: readonly string[];
  /** Of a visible version. */
  readonly manifest?: PublishedManifest;
  readonly packument?: Packument;
}

export interface LookUpOptions {
  /** The publish ended well, says the user. */
  readonly accepted: boolean;
}

/**
 * Asks past every cache. A version is visible when its own address and the list of versions have it, for installers read the list; one of the two alone is
 * a version that is coming.
 * @throws CDEV_E_REGISTRY_* for what waiting does not mend (no login, a broken answer about the name), CDEV_E_REGISTRY_CANCELLED
 */
export async function lookUp(one: DistributedPackage, release: Release, options: LookUpOptions): Promise<Sighting> {
  const { registry } = release;
  const { name, version, distTag } = one;
  try {
    const [manifest, packument] = await Promise.all([
      registry.versionManifest(name, version, { fresh: true }),
      registry.packument(name, { fresh: true, full: true }),
    ]);
    const listed = packument?.versions[version];
    if (manifest && listed && packument)
      return { state: 'visible', detail: `visible at ${registry.urlFor(name)}`, steps: [], manifest, packument };
    const evidence = evidenceOf(one, release, { options, hasManifest: manifest !== undefined, packument });
    if (evidence !== undefined)
      return {
        state: 'accepted',
        detail: `accepted, not yet visible (${evidence})`,
        steps: ['Run the same command again; do not publish it again', `npm view ${name}@${version}`],
      };
    const staged = (await stagedVersions(registry, name))?.find((item) => item.version === version);
    if (staged)
      return {
        state: 'staged',
        detail: `staged under "${staged.tag}", waits for an approval`,
        steps: [`npm stage view ${staged.id}`, `npm stage approve ${staged.id}`],
      };
    const only = packument && Object.keys(packument.versions).join() === '0.0.0-stage';
    return {
      state: 'absent',
      detail: only
        ? 'the registry has only the placeholder 0.0.0-stage of a staged package'
        : 'the registry does not show it, and nothing says that it took it',
      steps: only
        ? [`npm stage list ${name}`]
        : [publishCommand(one), 'If it was published: run this again with --accepted, and wait'],
    };
  } catch (error) {
    if (!isCdevError(error) || !passing.has(error.code)) throw error;
    return {
      state: 'unknown',
      detail: error.message,
      steps: [...error.steps, `Then: ${publishState(name, version, distTag)}`],
    };
  }
}

/** What a registry that recovers does not answer any more. */
export const passing: ReadonlySet<string> = new Set([
  'CDEV_E_REGISTRY_UNREACHABLE',
  'CDEV_E_REGISTRY_FAILING',
  'CDEV_E_REGISTRY_RATE_LIMITED',
  'CDEV_E_REGISTRY_BROKEN_ANSWER',
]);

/** The tarball that was checked, not the folder: the same bytes. A version that the registry has taken is refused, never overwritten. */
export function publishCommand({ tarball, distTag }: Pick<DistributedPackage, 'tarball' | 'distTag'>): string {
  return `npm publish ./${tarball} --tag ${distTag}`;
}

function publishState(name: string, version: string, tag: string): string {
  return `npm view ${name}@${version} dist.integrity && npm dist-tag ls ${name} (${tag})`;
}

interface Looked {
  readonly options: LookUpOptions;
  readonly hasManifest: boolean;
  readonly packument: Packument | undefined;
}

/** What speaks for the registry's having taken a version that it does not show. */
function evidenceOf(one: DistributedPackage, { journal }: Release, looked: Looked): string | undefined {
  const { options, hasManifest, packument } = looked;
  if (hasManifest) return 'its own address has it, the list of versions does not';
  if (packument?.time?.[one.version] !== undefined) return `the registry has its time, ${packument.time[one.version]}`;
  if (Object.values(packument?.['dist-tags'] ?? {}).includes(one.version)) return 'a dist-tag points at it';
  const remembered = journal.events.find((event) => event.type === 'accepted' && event.package === idOf(one));
  if (remembered?.type === 'accepted') return `${remembered.evidence}, ${remembered.time}`;
  return options.accepted ? 'the publish ended well, says --accepted' : undefined;
}
