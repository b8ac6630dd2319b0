import type { DistributedPackage } from '@cdev/distribution-manifest';
import type { Packument, PublishedManifest } from '@cdev/package-registry';
import type { Release } from '../release/release.ts';
import type { CheckOutcome } from '../report.ts';
import type { CheckName } from '../step-names.ts';

/** What a check of a visible version gets. */
export interface CheckSubject {
  readonly one: DistributedPackage;
  /** As the registry shows the version. */
  readonly published: PublishedManifest;
  readonly packument: Packument;
  readonly release: Release;
}

export type Check = (subject: CheckSubject) => Promise<CheckOutcome>;

/** Makes the outcomes of one check. */
export function outcomes(check: CheckName): {
  readonly passed: (detail: string) => CheckOutcome;
  readonly failed: (detail: string, steps: readonly string[]) => CheckOutcome;
  readonly warning: (detail: string, steps?: readonly string[]) => CheckOutcome;
  readonly notRun: (detail: string, steps?: readonly string[]) => CheckOutcome;
} {
  return {
    passed: (detail) => ({ check, status: 'passed', detail, steps: [] }),
    failed: (detail, steps) => ({ check, status: 'failed', detail, steps }),
    warning: (detail, steps = []) => ({ check, status: 'warning', detail, steps }),
    notRun: (detail, steps = []) => ({ check, status: 'not-run', detail, steps }),
  };
}
