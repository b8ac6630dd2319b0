import { isCdevError } from '@cdev/core/errors';
import type { PostpublishOptions } from '../postpublish-options.ts';
import type { Release } from '../release/release.ts';
import type { DeedOutcome } from '../report.ts';
import { deedNames, type DeedName } from '../step-names.ts';
import { deedOutcomes, type Deed } from './deed.ts';
import { deprecateSuperseded } from './deprecate-superseded.ts';
import { publishRelease } from './publish-release.ts';
import { releaseUnits } from './release-units.ts';
import { sendNotice } from './send-notice.ts';
import { tagCommit } from './tag-commit.ts';
import { writeChangelog } from './write-changelog.ts';
import { writeDocsPage } from './write-docs-page.ts';

const deeds: Readonly<Record<DeedName, Deed>> = {
  tag: tagCommit,
  release: publishRelease,
  changelog: writeChangelog,
  docs: writeDocsPage,
  deprecate: deprecateSuperseded,
  notify: sendNotice,
};

export interface DoDeedsOptions {
  readonly wanted: ReadonlySet<DeedName>;
  readonly options: PostpublishOptions;
  /** Why nothing is done; undefined when the packages are as they must be. */
  readonly heldBack: string | undefined;
}

/** Tags and announces, one tag after the other. What comes after a tag that could not be set waits for it; nobody is told of a release that is not whole. */
export async function doDeeds(
  release: Release,
  { wanted, options, heldBack }: DoDeedsOptions,
): Promise<readonly DeedOutcome[]> {
  const found: DeedOutcome[] = [];
  const units = releaseUnits(release.packages, {
    format: options.tagFormat,
    isWorkspace: release.manifest.packages.length > 1,
  });
  for (const unit of units) {
    const task = release.context.progress.begin(unit.tag);
    let reason = heldBack;
    for (const name of deedNames.filter((deed) => wanted.has(deed))) {
      task.update(name);
      if (reason !== undefined) {
        found.push(deedOutcomes(name, unit.tag).notRun(reason));
        continue;
      }
      const outcomes = await doing(name, () => deeds[name]({ unit, release, options }), unit.tag);
      found.push(...outcomes);
      if (outcomes.some(({ status }) => status === 'failed')) reason = `"${name}" failed before it`;
    }
    if (reason === undefined) task.done();
    else task.failed(reason);
  }
  return found;
}

async function doing(
  name: DeedName,
  act: () => Promise<readonly DeedOutcome[]>,
  tag: string,
): Promise<readonly DeedOutcome[]> {
  try {
    return await act();
  } catch (error) {
    // Wrong options and interruptions end the run; what else fails is told beside what was done.
    if (!isCdevError(error) || error.kind === 'interrupted' || error.kind === 'usage') throw error;
    return [deedOutcomes(name, tag).failed(error.message, error.steps)];
  }
}
