import type { Context, Outcome } from '@cdev/core/cli';
import { assertUsable } from './assert-usable.ts';
import { checkPackages } from './checks/check-packages.ts';
import { outcomes } from './checks/check.ts';
import { doDeeds } from './deeds/do-deeds.ts';
import { publishAbsent } from './mend/publish-absent.ts';
import { setDistTags } from './mend/set-dist-tags.ts';
import { stepsOf, type PostpublishOptions, type Steps } from './postpublish-options.ts';
import { awaitVisible } from './registry/await-visible.ts';
import { openRelease } from './release/open-release.ts';
import type { Release } from './release/release.ts';
import type { MendOutcome, PackageReport, ReleaseReport, RollbackReport } from './report.ts';
import { rollBack } from './rollback/roll-back.ts';
import { releaseReport, statusOf, whatHoldsBack } from './summarise.ts';

/**
 * Looks whether what users get is what was packed, then tags and announces it. Each step asks first what is there, so that a run that was broken off is gone on
 * with by the next, and one after a whole one changes nothing. With `rollback` it plans, and after a yes takes, the way back.
 * @throws CDEV_E_DISTRIBUTION_MANIFEST_*, CDEV_E_POSTPUBLISH_*, CDEV_E_GIT_LOCK_HELD while another run works on this release, CDEV_E_REGISTRY_* for what waiting
 * does not mend
 */
export async function postpublish(
  options: PostpublishOptions,
  context: Context,
): Promise<Outcome<ReleaseReport | RollbackReport>> {
  const steps = stepsOf(options);
  assertUsable(options, steps, context.env);
  const release = await openRelease(options, context);
  if (options.isDryRun) return options.rollback ? rollBack(release, options) : planRelease(release, options, steps);
  return release.journal.alone<Outcome<ReleaseReport | RollbackReport>>(() =>
    options.rollback ? rollBack(release, options) : applyRelease(release, options, steps),
  );
}

/** Asks the registry once, waits for nothing, and starts nothing. */
async function planRelease(
  release: Release,
  options: PostpublishOptions,
  steps: Steps,
): Promise<Outcome<ReleaseReport>> {
  const sightings = await awaitVisible(release, { ...options, maxWait: 0, isDryRun: true });
  const seen = await checkPackages(release, sightings, { checks: new Set(['visible']), again: false });
  const packages = seen.map((report): PackageReport => ({
    ...report,
    checks: [
      ...report.checks,
      ...[...steps.checks]
        .filter((check) => check !== 'visible')
        .map((check) => ({ ...outcomes(check).notRun('would be looked at'), status: 'planned' as const })),
    ],
  }));
  const deeds = await doDeeds(release, { wanted: steps.deeds, options, heldBack: undefined });
  const mends = options.mend ? plannedMends(packages) : [];
  return { result: releaseReport(release, { packages, mends, deeds, isDryRun: true }), status: 'ok' };
}

function plannedMends(packages: readonly PackageReport[]): readonly MendOutcome[] {
  return packages
    .filter(({ state }) => state === 'absent')
    .map(({ name, version, registry }) => ({
      mend: 'publish',
      subject: `${name}@${version}`,
      status: 'planned',
      detail: `publish it to ${registry} if it is not there after the wait`,
      steps: [],
    }));
}

async function applyRelease(
  release: Release,
  options: PostpublishOptions,
  steps: Steps,
): Promise<Outcome<ReleaseReport>> {
  let sightings = await awaitVisible(release, options);
  const mends: MendOutcome[] = [];
  if (options.mend) {
    mends.push(...(await publishAbsent(release, sightings)));
    if (mends.length > 0) sightings = await awaitVisible(release, options);
  }
  let packages = await checkPackages(release, sightings, { checks: steps.checks, again: options.again });
  if (options.mend) {
    const set = await setDistTags(release, packages);
    mends.push(...set);
    if (set.length > 0) packages = await withDistTags(release, packages, sightings);
  }
  const heldBack = whatHoldsBack(packages, mends);
  const deeds = await doDeeds(release, { wanted: steps.deeds, options, heldBack });
  const result = releaseReport(release, { packages, mends, deeds, isDryRun: false });
  return { result, status: statusOf(result.outcome) };
}

/** The reports with their dist-tags asked for again. */
async function withDistTags(
  release: Release,
  packages: readonly PackageReport[],
  sightings: Parameters<typeof checkPackages>[1],
): Promise<readonly PackageReport[]> {
  const again = await checkPackages(release, sightings, { checks: new Set(['dist-tag']), again: false });
  return packages.map((report, index) => ({
    ...report,
    checks: report.checks.map(
      (old) => (old.check === 'dist-tag' && again[index]?.checks.find(({ check }) => check === 'dist-tag')) || old,
    ),
  }));
}
