import type { DistributedPackage } from '@cdev/distribution-manifest';
import type { Release } from '../release/release.ts';
import type { DeedOutcome } from '../report.ts';
import type { PostpublishOptions } from '../postpublish-options.ts';
import type { DeedName } from '../step-names.ts';

/** What is tagged and announced together: one package, or all that share a tag. */
export interface ReleaseUnit {
  readonly tag: string;
  readonly packages: readonly DistributedPackage[];
}

export interface DeedSubject {
  readonly unit: ReleaseUnit;
  readonly release: Release;
  readonly options: PostpublishOptions;
}

/** Asks first, does only what is missing, and says which; in a dry run it only says what it would do. */
export type Deed = (subject: DeedSubject) => Promise<readonly DeedOutcome[]>;

export function deedOutcomes(
  deed: DeedName,
  subject: string,
): {
  readonly done: (detail: string) => DeedOutcome;
  readonly already: (detail: string) => DeedOutcome;
  readonly planned: (detail: string) => DeedOutcome;
  readonly failed: (detail: string, steps: readonly string[]) => DeedOutcome;
  readonly notRun: (detail: string, steps?: readonly string[]) => DeedOutcome;
} {
  return {
    done: (detail) => ({ deed, subject, status: 'done', detail, steps: [] }),
    already: (detail) => ({ deed, subject, status: 'already', detail, steps: [] }),
    planned: (detail) => ({ deed, subject, status: 'planned', detail, steps: [] }),
    failed: (detail, steps) => ({ deed, subject, status: 'failed', detail, steps }),
    notRun: (detail, steps = []) => ({ deed, subject, status: 'not-run', detail, steps }),
  };
}
