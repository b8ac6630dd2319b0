import type { Context } from '@cdev/core/cli';
import type { IssueCheck } from '@cdev/security-issue';
import { notScanned, type CheckSubject, type IssueScan } from './check-report.ts';

type RunCheck = (subject: CheckSubject, context: Context) => Promise<IssueScan>;

const later = async (): Promise<IssueScan> => notScanned('this version does not have it yet');

/** The kinds of check that make issues. Each is loaded when it runs: a hook that looks for secrets waits for none of them. */
export const issueRuns: Readonly<Record<IssueCheck, RunCheck>> = {
  vulnerabilities: async (subject, context) =>
    (await import('../vulnerability/check-vulnerabilities.ts')).checkVulnerabilities(subject, context),
  workflows: async (subject, context) => (await import('./check-workflows.ts')).checkWorkflows(subject, context),
  code: async (subject, context) => (await import('./check-code.ts')).checkCode(subject, context),
  hygiene: later,
};
