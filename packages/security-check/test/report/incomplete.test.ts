import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import type { CheckReport } from '../../src/check/check-report.ts';
import { githubAnnotations } from '../../src/report/github-annotations.ts';
import { junit } from '../../src/report/junit.ts';
import { toSarif } from '../../src/report/sarif.ts';
import { securityText } from '../../src/report/security-text.ts';
import type { SecurityReport } from '../../src/security-check.ts';

const page = { style: createStyle(false), columns: 100, all: false };
const whole: CheckReport = { check: 'code', status: 'checked', detail: '2 files', gaps: [] };
const partly: CheckReport = {
  check: 'vulnerabilities',
  status: 'partly',
  detail: '1,513 packages of 2 lock files',
  gaps: [
    '738 of 1,513 packages of Maven could not be looked up (each version is one)',
    'no advisories are here: cdev-security-check advisories update Maven',
  ],
  step: 'cdev-security-check advisories update Maven',
};
const { step, ...unread } = partly;
const notRead: CheckReport = {
  ...unread,
  status: 'not-run',
  detail: 'there is no lock file',
  gaps: ['pom.xml of Maven'],
};
const pending: CheckReport = { ...partly, status: 'not-run', detail: 'nobody could be asked', isPending: true };

function reportOf(...checks: readonly CheckReport[]): SecurityReport {
  return {
    root: '/r',
    secrets: [],
    known: [],
    baseline: { file: '/r/security-baseline.yaml', unused: [] },
    ignoredFiles: [],
    counts: { error: 0, warning: 0, note: 0 },
    rotations: [],
    surfaces: [],
    issues: [],
    knownIssues: [],
    checks,
  };
}

describe('text', () => {
  test('nothing found, and all was looked at', () => {
    expect(securityText(reportOf(whole), page)).toBe(`✓ Nothing found by what was looked at

checked  code  2 files
`);
  });

  test('of what not all was looked at the first lines say how much, and the last one what to do', () => {
    expect(securityText(reportOf(whole, partly), page)).toBe(`! Nothing found by what was looked at
  Not all was looked at (vulnerabilities): 738 of 1,513 packages of Maven could not be looked up
    (each version is one), and 1 more

checked  code             2 files
partly   vulnerabilities  1,513 packages of 2 lock files
                          738 of 1,513 packages of Maven could not be looked up (each
                          version is one)
                          no advisories are here: cdev-security-check advisories update
                          Maven

→ Look up the rest: ${step}
`);
  });

  test.each([
    [
      notRead,
      /^! Nothing found by what was looked at\n {2}Nothing was looked at \(vulnerabilities\): pom\.xml of Maven\n/,
    ],
    [pending, /^! Nothing found by what was looked at\n {2}No answer \(vulnerabilities\): 738 of 1,513 /],
  ])('what was not looked at is no good news, even with notes alone: %j', (check, told) => {
    expect(securityText(reportOf(whole, check), page)).toMatch(told);
    expect(securityText(reportOf(whole, { ...whole, check: 'hygiene', status: 'not-run' }), page)).toMatch(/^✓ /);
  });
});

test('SARIF: what may hide results is a warning, and only who got no answer was not successful', () => {
  const invocationOf = (...checks: readonly CheckReport[]): unknown =>
    (toSarif(reportOf(...checks), '1.2.3').runs[0] as { invocations: readonly unknown[] }).invocations[0];
  const said = (level: string, text: string): object => ({ level, message: { text: `vulnerabilities: ${text}` } });
  expect(invocationOf(whole, partly)).toEqual({
    executionSuccessful: true,
    toolExecutionNotifications: partly.gaps.map((gap) => said('warning', gap)),
  });
  expect(invocationOf(pending)).toMatchObject({ executionSuccessful: false });
  expect(invocationOf({ ...notRead, gaps: [] })).toEqual({
    executionSuccessful: true,
    toolExecutionNotifications: [said('note', 'not run, there is no lock file')],
  });
});

test('annotations of GitHub: a notice for each kind that was not looked at as a whole', () => {
  expect(githubAnnotations(reportOf(whole, partly))).toBe(
    `::notice title=Not all was looked at%3A vulnerabilities::${partly.gaps.join('%0A')}\n`,
  );
  expect(githubAnnotations(reportOf(whole))).toBe('');
});

test('JUnit: what was not looked at is skipped with all that there was', () => {
  const text = junit(reportOf(whole, notRead));
  expect(text).toContain('<skipped message="there is no lock file&#10;pom.xml of Maven"/>');
  expect(junit(reportOf(partly)).match(/<skipped /g)).toHaveLength(2);
});
