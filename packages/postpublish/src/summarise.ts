import type { Outcome } from '@cdev/core/cli';
import type { Release } from './release/release.ts';
import type { DeedOutcome, MendOutcome, PackageReport, ReleaseOutcome, ReleaseReport } from './report.ts';

interface Parts {
  readonly packages: readonly PackageReport[];
  readonly mends: readonly MendOutcome[];
  readonly deeds: readonly DeedOutcome[];
  readonly isDryRun: boolean;
}

/** At most so many next steps are named. */
const shown = 12;

export function releaseReport(release: Release, parts: Parts): ReleaseReport {
  const { packages, mends, deeds } = parts;
  const steps = [...packages.flatMap(({ checks }) => checks), ...mends, ...deeds]
    .filter(({ status }) => status === 'failed' || status === 'not-run')
    .flatMap((outcome) => outcome.steps);
  return {
    kind: 'release',
    outcome: outcomeOf(parts),
    changed: [...mends, ...deeds].some(({ status }) => status === 'done'),
    ...(release.manifestFile !== undefined && { manifest: release.manifestFile }),
    ...(release.journal.file !== undefined && { journal: release.journal.file }),
    packages,
    mends,
    deeds,
    next: [...new Set(steps)].slice(0, shown),
  };
}

/** What is wrong counts before what is not there yet, and that before what could not be asked. */
function outcomeOf({ packages, mends, deeds, isDryRun }: Parts): ReleaseOutcome {
  if (isDryRun) return 'planned';
  const checks = packages.flatMap(({ checks: found }) => found);
  const isAny = (state: PackageReport['state']): boolean => packages.some((one) => one.state === state);
  const failed = checks.filter(({ status }) => status === 'failed');
  if (failed.some(({ check }) => check !== 'visible')) return 'failed';
  if ([...mends, ...deeds].some(({ status }) => status === 'failed')) return 'failed';
  if (isAny('absent')) return packages.every(({ state }) => state === 'absent') ? 'failed' : 'incomplete';
  if (isAny('staged')) return 'awaiting-approval';
  if (isAny('accepted')) return 'not-yet-visible';
  if (isAny('unknown') || checks.some(({ isOpen }) => isOpen)) return 'registry-failing';
  return 'complete';
}

export function statusOf(outcome: ReleaseOutcome): Outcome<unknown>['status'] {
  if (outcome === 'complete' || outcome === 'planned') return 'ok';
  return outcome === 'failed' || outcome === 'incomplete' ? 'findings' : 'pending';
}

/** Why nothing is tagged and announced yet; undefined when all is as it must be. */
export function whatHoldsBack(packages: readonly PackageReport[], mends: readonly MendOutcome[]): string | undefined {
  const failedMend = mends.find(({ status }) => status === 'failed');
  if (failedMend) return `held back: ${failedMend.subject} could not be mended`;
  for (const { name, version, state, checks } of packages) {
    if (state !== 'visible') return `held back: ${name}@${version} is not visible`;
    const failed = checks.find(({ status }) => status === 'failed');
    if (failed) return `held back: ${failed.check} of ${name}@${version} failed`;
    const open = checks.find(({ isOpen }) => isOpen);
    if (open) return `held back: ${open.check} of ${name}@${version} could not be asked`;
  }
  return undefined;
}
