/** The form of every security finding that is not a secret, and what all checks that make some have in common. */
export { issueChecks } from './security-issue.ts';
export type {
  Confidence,
  IssueCheck,
  IssueFix,
  IssuePlace,
  Level,
  Mend,
  PlaceRole,
  SecurityIssue,
  Severity,
} from './security-issue.ts';
export { levelOf } from './level-of.ts';
export { fingerprint, sameContext, shortId } from './fingerprint.ts';
export type { FingerprintParts } from './fingerprint.ts';
export { findIgnore } from './find-ignore.ts';
export { shellWord } from './shell-word.ts';
export { sortIssues } from './sort-issues.ts';
