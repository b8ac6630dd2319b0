import { issueChecks, type SecurityIssue } from './security-issue.ts';

const levels = ['error', 'warning', 'note'];
const severities = ['critical', 'high', 'medium', 'low'];

/** What to do first comes first: by level, kind, severity, then place. */
export function sortIssues(issues: readonly SecurityIssue[]): SecurityIssue[] {
  return issues.toSorted(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      issueChecks.indexOf(a.check) - issueChecks.indexOf(b.check) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compare(a.places[0].path, b.places[0].path) ||
      (a.places[0].line ?? 0) - (b.places[0].line ?? 0) ||
      compare(a.fingerprint, b.fingerprint),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
