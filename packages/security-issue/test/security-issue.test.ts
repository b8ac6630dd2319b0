import { describe, expect, test } from '@jest/globals';
import { findIgnore, fingerprint, levelOf, sameContext, sortIssues, type SecurityIssue } from '../src/index.ts';

describe('fingerprint', () => {
  const parts = { ruleId: 'eval', context: 'run: eval(x)', path: 'src/a.ts' };
  test('does not see white space, and sees everything else', () => {
    const own = fingerprint(parts);
    expect(own).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprint({ ...parts, context: ' run:\n  eval(x) ' })).toBe(own);
    for (const change of [{ ruleId: 'exec' }, { context: 'run: eval(y)' }, { path: 'src/b.ts' }, { occurrence: 1 }])
      expect(fingerprint({ ...parts, ...change })).not.toBe(own);
  });
  test('says of a renamed file that it is the same issue, and of a changed one that it is not', () => {
    expect(sameContext(fingerprint(parts), fingerprint({ ...parts, path: 'lib/a.ts' }))).toBe(true);
    expect(sameContext(fingerprint(parts), fingerprint({ ...parts, context: 'other' }))).toBe(false);
    expect(sameContext(fingerprint(parts), fingerprint({ ...parts, occurrence: 1 }))).toBe(false);
  });
  test('parts are not run together', () => {
    expect(fingerprint({ ruleId: 'a', context: 'b c' })).not.toBe(fingerprint({ ruleId: 'a b', context: 'c' }));
  });
});

describe('findIgnore', () => {
  test.each([
    ['eval(x); // cdev-ignore eval: made by the build', 'made by the build'],
    ['eval(x); /* cdev-ignore eval: made by the build */', 'made by the build'],
    ['rm -rf $x # cdev-ignore eval', ''],
    ['<!-- cdev-ignore eval: text: with colon -->', 'text: with colon'],
    ['eval(x); // cdev-ignore eval-other: no', undefined],
    ['eval(x);', undefined],
  ])('%s', (text, reason) => {
    expect(findIgnore([text], 1, 'eval')).toBe(reason);
  });
  test.each([
    ['// cdev-ignore eval: made by the build', 'made by the build'],
    ['  # cdev-ignore eval', ''],
    ['<!-- cdev-ignore eval: text: with colon -->', 'text: with colon'],
    // Behind code it is for that code: what is added below is another issue.
    ['eval(x); // cdev-ignore eval: made by the build', undefined],
    ['- uses: a/b@v1 # cdev-ignore eval: our own', undefined],
  ])('in the line before: %s', (text, reason) => {
    expect(findIgnore([text, 'eval(x)'], 2, 'eval')).toBe(reason);
    expect(findIgnore([text, '', 'eval(x)'], 3, 'eval')).toBe(undefined);
  });
});

test('only what is grave and sure is an error', () => {
  expect(levelOf('critical', 'high')).toBe('error');
  expect(levelOf('high', 'high')).toBe('error');
  expect(levelOf('critical', 'medium')).toBe('warning');
  expect(levelOf('medium', 'high')).toBe('warning');
  expect(levelOf('critical', 'low')).toBe('note');
  expect(levelOf('low', 'high')).toBe('note');
});

test('sorted by level, kind, severity and place', () => {
  const issue = (
    level: SecurityIssue['level'],
    check: SecurityIssue['check'],
    [path, line]: readonly [string, number],
    severity: SecurityIssue['severity'] = 'high',
  ): SecurityIssue => ({
    check,
    ruleId: 'r',
    title: 't',
    level,
    severity,
    confidence: 'high',
    reasons: [],
    places: [{ path, line }],
    mend: { text: '' },
    fingerprint: fingerprint({ ruleId: 'r', context: path }),
  });
  const sorted = sortIssues([
    issue('note', 'vulnerabilities', ['a', 1]),
    issue('error', 'hygiene', ['a', 1]),
    issue('error', 'code', ['b', 2]),
    issue('error', 'code', ['b', 1]),
    issue('error', 'code', ['c', 1], 'critical'),
    issue('error', 'vulnerabilities', ['z', 1]),
  ]);
  expect(sorted.map(({ level, check, places: [{ path, line }] }) => `${level} ${check} ${path}:${line}`)).toEqual([
    'error vulnerabilities z:1',
    'error code c:1',
    'error code b:1',
    'error code b:2',
    'error hygiene a:1',
    'note vulnerabilities a:1',
  ]);
});
