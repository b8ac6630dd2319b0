import type { Finding } from '@cdev/repo-check';
import type { Change } from '../change.ts';
import type { Verdict } from '../law.ts';
import type { PullRequest, Review } from '../pull-request.ts';

const law = 'approvals';
const says = 'each package that is touched has the approvals that it asks for';

/** @param pull undefined where there is none, or none that could be asked; then with the reason */
export function approvals({ packages, head }: Change, pull: PullRequest | { readonly notRun: string }): Verdict {
  if ('notRun' in pull) return { law, says, findings: [], notRun: pull.notRun };
  if (pull.head !== head) {
    const why = `it was read at ${head.slice(0, 10)}, and the pull request is at ${pull.head.slice(0, 10)}`;
    return { law, says, findings: [{ rule: law, file: `#${pull.number}`, why, mend: 'Run the check again' }] };
  }
  const standing = standingReviews(pull);
  const findings = packages.flatMap(({ folder, reviewers, owner }): Finding[] => {
    // Where two have to look, both have looked at what is merged; elsewhere a later touch-up needs no second look.
    const counted = standing.filter(
      ({ state, commit }) => state === 'APPROVED' && (reviewers < 2 || commit === pull.head),
    );
    if (counted.length >= reviewers) return [];
    const by = counted.length === 0 ? '' : ` (${counted.map(({ login }) => login).join(', ')})`;
    const of = reviewers < 2 ? '' : ' of the last commit';
    const why = `${counted.length} of ${reviewers} approvals${of}${by}`;
    return [{ rule: law, file: folder, why, mend: `Ask ${owner ?? 'its owner'} for a review` }];
  });
  return { law, says, findings };
}

/** The last review of each person that says yes or no; words alone change nothing. Nobody approves what is their own. */
function standingReviews({ author, reviews }: PullRequest): readonly Review[] {
  const last = new Map<string, Review>();
  for (const review of reviews)
    if (review.login !== author && ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(review.state))
      last.set(review.login, review);
  return [...last.values()];
}
