import { isCdevError } from '@cdev/core/errors';
import { idOf, type Release } from '../release/release.ts';
import type { MendOutcome, PackageReport } from '../report.ts';

/** Leads the dist-tags of visible versions where the manifest says, in publish order. Only those that the check found wrong; one that moved on to a later version stays. */
export async function setDistTags(
  release: Release,
  reports: readonly PackageReport[],
): Promise<readonly MendOutcome[]> {
  const wrong = release.packages.filter((one) =>
    reports.some(
      ({ name, version, state, checks }) =>
        name === one.name &&
        version === one.version &&
        state === 'visible' &&
        checks.some(({ check, status }) => check === 'dist-tag' && status === 'failed') &&
        // Users are not led to what is not what was packed.
        !checks.some(({ check, status }) => check !== 'dist-tag' && status === 'failed'),
    ),
  );
  if (wrong.length === 0) return [];
  const { registry, context } = release;
  await context.prompt.confirm(
    `Set ${wrong.map((one) => `${one.distTag} of ${one.name} to ${one.version}`).join(', ')}?`,
  );
  const found: MendOutcome[] = [];
  for (const one of wrong) {
    const { name, version, distTag } = one;
    try {
      await registry.setDistTag(name, distTag, version, { signal: context.signal });
      found.push({
        mend: 'dist-tag',
        subject: idOf(one),
        status: 'done',
        detail: `${distTag} is ${version} now`,
        steps: [],
      });
    } catch (error) {
      if (!isCdevError(error) || error.kind === 'interrupted') throw error;
      const steps = [...error.steps, `npm dist-tag add ${name}@${version} ${distTag}`];
      found.push({ mend: 'dist-tag', subject: idOf(one), status: 'failed', detail: error.message, steps });
    }
  }
  return found;
}
