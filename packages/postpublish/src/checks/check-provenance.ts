import { stripControl } from '@cdev/core/log';
import { judgeProvenance, sameRepository, type Build } from '@cdev/package-provenance';
import type { Release } from '../release/release.ts';
import { outcomes, type Check } from './check.ts';
import { superseding } from './superseding.ts';

const { passed, failed, notRun } = outcomes('provenance');

/**
 * Where and from which commit the package was built, and that the registry took it, as its attestations prove, against the manifest. A registry or a version
 * without attestations is "not run", never passed.
 */
export const checkProvenance: Check = async (subject) => {
  const { one, published, packument, release } = subject;
  const wanted = Object(published['publishConfig'])['provenance'] === true;
  const steps = superseding(one, packument);
  const { registry, context } = release;
  const verdict = await judgeProvenance(one, { registry, dist: published.dist, env: context.env });
  if (verdict.status === 'bad') return failed(verdict.detail, steps);
  if (verdict.status === 'none')
    return wanted && verdict.mayBeKept
      ? failed('the package asks for provenance, and the registry has no attestation of this version', [
          'Publish from the workflow that the registry trusts, with id-token: write',
          ...steps,
        ])
      : notRun(verdict.detail);
  const { build } = verdict;
  const mismatch = build && otherBuild(build, release);
  if (mismatch !== undefined) return failed(mismatch, steps);
  const from = `${build?.repository ?? 'unknown repository'}, ${build?.workflow ?? 'unknown workflow'}`;
  if (verdict.status === 'unavailable')
    return build
      ? notRun(`it fits (${from}), and ${verdict.detail}`, ['Run this again with the network'])
      : notRun(verdict.detail, ['Run this again later']);
  return passed(
    [
      `verified by sigstore: ${from}`,
      ...(verdict.build.commit === undefined ? [] : [`commit ${verdict.build.commit.slice(0, 12)}`]),
      ...(verdict.isPublishUnlooked ? ['without the attestation of the registry, which publishes no keys'] : []),
    ].join(', '),
  );
};

/** What a build has from another commit or another repository than those that were packed. */
function otherBuild({ commit, repository }: Build, { manifest: { git } }: Release): string | undefined {
  if (git && commit !== undefined && commit !== git.commit)
    return `it was built from commit ${commit.slice(0, 40)}, and packed from ${git.commit}`;
  if (git?.remote !== undefined && repository !== undefined && !sameRepository(git.remote, repository))
    return `it was built in ${repository}, and packed in ${stripControl(git.remote)}`;
  return undefined;
}
