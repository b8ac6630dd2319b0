import type { Context } from '@cdev/core/cli';
import type { IssueCheck } from '@cdev/security-issue';
import type { CheckSubject, IssueScan } from './check-report.ts';

type RunCheck = (subject: CheckSubject, context: Context) => Promise<IssueScan>;

/** The kinds of check that make issues. Each is loaded when it runs: a hook that looks for secrets waits for none of them. */
export const issueRuns: Readonly<Record<IssueCheck, RunCheck>> = {
  vulnerabilities: async (subject, context) =>
    (await import('../vulnerability/check-vulnerabilities.ts')).checkVulnerabilities(subject, context),
  workflows: async (subject, context) => (await import('./check-workflows.ts')).checkWorkflows(subject, context),
  code: async (subject, context) => (await import('./check-code.ts')).checkCode(subject, context),
  hygiene: async (subject, context) => (await import('../hygiene/check-hygiene.ts')).checkHygiene(subject, context),
};
