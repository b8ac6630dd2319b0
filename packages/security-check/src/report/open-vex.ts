import { writeOpenVex, type StatedVulnerability, type Vulnerability } from '@cdev/vulnerability-scan';
import type { SecurityIssue } from '@cdev/security-issue';
import type { SecurityReport } from '../security-check.ts';

/** All vulnerabilities as OpenVEX: what is known and may stay does no harm, for the reason that was given; the rest is to be dealt with. */
export function openVex({ issues, knownIssues }: SecurityReport, version: string, now: Date = new Date()): string {
  const stated = (issue: SecurityIssue, harmless: string | undefined): readonly StatedVulnerability[] =>
    issue.check === 'vulnerabilities' ? [{ vulnerability: issue.facts as unknown as Vulnerability, harmless }] : [];
  const found = [
    ...issues.flatMap((issue) => stated(issue, undefined)),
    ...knownIssues.flatMap(({ issue, reason }) => stated(issue, reason)),
  ];
  return `${JSON.stringify(writeOpenVex(found, { author: `cdev-security-check ${version}`, now }), null, 2)}\n`;
}
