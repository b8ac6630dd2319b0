import { isCdevError } from '@cdev/core/errors';
import { matchesPattern, reviewersOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { inLine } from './in-line.ts';

/** Any one of whom is to be asked for review, and for which of the paths that were changed. */
export interface ReportedReview {
  readonly anyOf: readonly string[];
  /** Empty where it is not known what was changed: then for all that the agent may write. */
  readonly paths: readonly string[];
}

/** Whom the plan names for what was changed, what all agents share among it; who has most first. */
export function reviewsOf({ reviewers = [] }: DeploymentPlan, changed: readonly string[]): readonly ReportedReview[] {
  return reviewers
    .map(({ anyOf, paths }) => ({ anyOf, paths: changed.filter((path) => paths.some((one) => covers(one, path))) }))
    .filter(({ paths }) => paths.length > 0)
    .sort((a, b) => b.paths.length - a.paths.length);
}

/** The same where it is not known what the agent has changed. @throws CDEV_E_PLAN_AGENT_UNKNOWN */
export function reviewsOfAll(plan: DeploymentPlan, agent: string): readonly ReportedReview[] {
  return reviewersOf(plan, agent).map(({ anyOf }) => ({ anyOf, paths: [] }));
}

/** No list that somebody edited by hand ends an integration whose tests are done. */
function covers(pattern: string, path: string): boolean {
  if (pattern === path) return true;
  try {
    return matchesPattern(pattern, path);
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_PLAN_PATTERN_INVALID')) throw error;
    return false;
  }
}

const mostPaths = 3;

/** The paths in a few words; empty where they are not known. */
export function reviewedText({ paths }: ReportedReview): string {
  const more = paths.length - mostPaths;
  return paths.slice(0, mostPaths).map(inLine).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * As a Markdown line. Names stand as code: as plain text on a forge they would call everybody named, each time that a text is made anew, where it
 * asks owners for their review by itself.
 */
export function reviewMarkdown(review: ReportedReview): string {
  const names = review.anyOf.map((name) => `\`${inLine(name).replaceAll('`', '')}\``).join(' or ');
  const paths = reviewedText(review);
  return `${names}${paths === '' ? '' : ` for ${paths}`}`;
}
