import type { DistributedPackage } from '@cdev/distribution-manifest';
import type { Packument } from '@cdev/package-registry';
import { nextVersion, previousVersion } from '../checks/superseding.ts';
import { tagFormat, tagOf } from '../deeds/release-units.ts';
import { githubRepository } from '../github/github-repository.ts';
import type { PostpublishOptions } from '../postpublish-options.ts';
import type { Release } from '../release/release.ts';
import type { PackageRollback, RollbackStep } from '../report.ts';

/** npm lets a version be unpublished for so long when nothing depends on it (docs.npmjs.com/policies/unpublish). */
const unpublishHours = 72;

/** What takes each package back, with real names: what is reversible to be done, the rest to be told. Dependents come first. */
export async function planRollback(release: Release, options: PostpublishOptions): Promise<readonly PackageRollback[]> {
  const repository = await githubRepository(release, options.remote);
  const plans: PackageRollback[] = [];
  for (const one of release.packages.toReversed()) {
    const packument = await release.registry.packument(one.name, { full: true, fresh: true });
    const format = tagFormat(options.tagFormat, release.manifest.packages.length > 1);
    const page = repository === undefined ? undefined : { repository, tag: tagOf(format, one) };
    plans.push(
      packageRollback(one, { packument, page, message: options.deprecateMessage, now: release.context.clock() }),
    );
  }
  return plans;
}

interface Known {
  readonly packument: Packument | undefined;
  readonly page: { readonly repository: string; readonly tag: string } | undefined;
  readonly message: string | undefined;
  readonly now: Date;
}

function packageRollback(one: DistributedPackage, { packument, page, message, now }: Known): PackageRollback {
  const { name, version } = one;
  if (!packument?.versions[version]) return { name, version, steps: [] };
  const previous = previousVersion(one, packument);
  const next = nextVersion(one, packument);
  const text = (message ?? `Broken, use ${previous ?? next}`).replaceAll('{version}', next);
  return {
    name,
    version,
    ...(previous !== undefined && { previous }),
    steps: [
      ...tagSteps(one, packument, previous),
      deprecation(one, packument, text),
      ...(page
        ? [
            told(
              'release',
              `gh release edit ${page.tag} --repo ${page.repository} --prerelease --latest=false`,
              'takes "latest" from the release on GitHub; the git tag stays',
            ),
          ]
        : []),
      told(
        'fix-forward',
        `npm version ${next}`,
        `the next free version, with the mend, packed and checked by cdev-prepublish`,
      ),
      unpublishing(one, packument, now),
    ],
  };
}

/** Each tag that leads to the version goes back to the one before; where there is none, only tags besides latest can be taken away. */
function tagSteps(
  { name, version, distTag }: DistributedPackage,
  packument: Packument,
  previous: string | undefined,
): readonly RollbackStep[] {
  const leading = Object.entries(packument['dist-tags']).flatMap(([tag, at]) => (at === version ? [tag] : []));
  if (leading.length === 0)
    return [
      {
        what: 'dist-tag',
        status: 'already',
        command: `npm dist-tag ls ${name}`,
        detail: `${distTag} is ${packument['dist-tags'][distTag] ?? 'not there'}; no dist-tag leads to ${version}`,
      },
    ];
  return leading.map((tag): RollbackStep => {
    const undo = `npm dist-tag add ${name}@${version} ${tag}`;
    if (previous !== undefined)
      return {
        what: 'dist-tag',
        status: 'planned',
        command: `npm dist-tag add ${name}@${previous} ${tag}`,
        detail: `${tag} back to ${previous}`,
        undo,
      };
    if (tag !== 'latest')
      return {
        what: 'dist-tag',
        status: 'planned',
        command: `npm dist-tag rm ${name} ${tag}`,
        detail: `no ${tag} any more`,
        undo,
      };
    return {
      what: 'dist-tag',
      status: 'not-run',
      command: `npm dist-tag ls ${name}`,
      detail: 'there is no version to go back to, and a package cannot be without latest',
    };
  });
}

function deprecation({ name, version }: DistributedPackage, packument: Packument, text: string): RollbackStep {
  const { deprecated } = packument.versions[version] ?? {};
  const command = `npm deprecate ${name}@${version} ${JSON.stringify(text)}`;
  if (deprecated !== undefined)
    return { what: 'deprecate', status: 'already', command, detail: `deprecated: "${deprecated}"` };
  return {
    what: 'deprecate',
    status: 'planned',
    command,
    message: text,
    detail: 'whoever installs it is warned, and can still install it',
    undo: `npm deprecate ${name}@${version} ""`,
  };
}

function unpublishing({ name, version }: DistributedPackage, { time = {} }: Packument, now: Date): RollbackStep {
  const published = Date.parse(time[version] ?? '');
  const left = Math.floor(unpublishHours - (now.getTime() - published) / 3_600_000);
  const may = Number.isNaN(left)
    ? `within ${unpublishHours} hours of publishing, if nothing depends on it`
    : left > 0
      ? `for ${left} more hours, if nothing depends on it`
      : `no longer without conditions: it is more than ${unpublishHours} hours old`;
  return told(
    'unpublish',
    `npm unpublish ${name}@${version}`,
    `cannot be undone, and ${version} can never be used again; ${may}`,
  );
}

function told(what: RollbackStep['what'], command: string, detail: string): RollbackStep {
  return { what, status: 'not-run', command, detail };
}
