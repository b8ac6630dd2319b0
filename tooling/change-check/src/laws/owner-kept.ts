import type { Change, PackageRecord } from '../change.ts';
import type { Verdict } from '../law.ts';

const law = 'owner-kept';

/** Who has to look is decided before what there is to look at: a change of it is a change of its own. */
export function ownerKept({ packages, packagesAtHead, paths }: Change): Verdict {
  const after = new Map(packagesAtHead.map((record) => [record.folder, record]));
  const findings = packages.flatMap((before) => {
    const now = after.get(before.folder);
    const what = now && loosened(before, now);
    const { folder } = before;
    const others = paths.filter((path) => path.startsWith(`${folder}/`) && path !== `${folder}/package.json`);
    if (what === undefined || others.length === 0) return [];
    const why = `${what}, with ${others.length} more changed ${others.length === 1 ? 'file' : 'files'} of it`;
    return [{ rule: law, file: `${folder}/package.json`, why, mend: 'Make that a change of its own' }];
  });
  return { law, says: 'who has to look at a package is not changed together with it', findings };
}

function loosened(before: PackageRecord, now: PackageRecord): string | undefined {
  if (now.reviewers < before.reviewers) return `cdev.reviewers goes from ${before.reviewers} to ${now.reviewers}`;
  if (before.owner !== undefined && now.owner !== before.owner)
    return `its owner goes from ${before.owner} to ${now.owner ?? 'nobody'}`;
  return undefined;
}
