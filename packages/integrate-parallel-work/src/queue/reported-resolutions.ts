import type { BranchMerge } from '@cdev/branch-merge';
import { byPath } from '@cdev/git';
import type { ReportedResolution } from '../report/integration-report.ts';

/** How each conflict of a merge was decided, for the report; sorted by path. */
export function resolutionsOf({ resolved, conflicts }: BranchMerge): ReportedResolution[] {
  const decided = resolved.map(({ path, rule, confidence, resolutions }) => ({
    path,
    rule,
    confidence,
    decisions: resolutions.map(({ where, reason, confidence: sureness }) => ({ where, reason, confidence: sureness })),
  }));
  const written = conflicts.flatMap(({ path, regenerate }) =>
    regenerate === undefined
      ? []
      : [
          {
            path,
            rule: 'lockfile',
            confidence: 'likely',
            decisions: [{ where: '', reason: `written anew by ${regenerate.command}`, confidence: 'likely' }],
          },
        ],
  );
  return [...decided, ...written].sort(byPath);
}
