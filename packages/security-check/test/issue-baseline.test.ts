import { expect, test } from '@jest/globals';
import { fingerprint, type SecurityIssue } from '@cdev/security-issue';
import { applyIssueBaseline } from '../src/baseline/apply-issue-baseline.ts';
import type { IssueEntry } from '../src/baseline/baseline.ts';
import { parseBaseline } from '../src/baseline/parse-baseline.ts';
import { baselineText } from '../src/baseline/write-baseline.ts';

const now = new Date('2026-11-20T12:00:00Z');
const issueAt = (path: string, context = 'exec(a)', ignored?: string): SecurityIssue => ({
  check: 'code',
  ruleId: 'command-injection',
  title: 'A command is put together',
  level: 'error',
  severity: 'high',
  confidence: 'high',
  reasons: ['whoever names the file runs commands'],
  places: [{ path, line: 3, column: 1 }],
  mend: { text: 'Use execFile' },
  fingerprint: fingerprint({ ruleId: 'command-injection', context, path }),
  ...(ignored !== undefined && { ignored }),
});
const entryFor = ({ fingerprint: id }: SecurityIssue, more: Partial<IssueEntry> = {}): IssueEntry => ({
  id,
  check: 'code',
  rule: 'command-injection',
  reason: 'only the build calls it',
  ...more,
});

test('an entry covers its issue, no copy of it elsewhere, and goes with a renamed file', () => {
  const [a, copy] = [issueAt('a.ts'), issueAt('copy.ts')];
  const entries = [entryFor(a)];
  expect(applyIssueBaseline([a, copy], entries, now)).toMatchObject({
    open: [{ places: [{ path: 'copy.ts' }] }],
    known: [{ by: 'baseline', reason: 'only the build calls it' }],
    unused: [],
  });
  expect(applyIssueBaseline([copy], entries, now)).toMatchObject({ open: [], known: [{ issue: copy }], unused: [] });
  expect(applyIssueBaseline([copy, issueAt('third.ts')], entries, now).open.length).toBe(1);
  expect(applyIssueBaseline([issueAt('a.ts', 'exec(b)')], entries, now)).toMatchObject({
    open: [{}],
    known: [],
    unused: entries,
  });
});

test('what expired, and a comment without a reason, stay and say so; a comment with a reason holds', () => {
  const entries = [entryFor(issueAt('a.ts'), { expires: '2026-11-19' })];
  const { open, known } = applyIssueBaseline(
    [issueAt('a.ts'), issueAt('b.ts', 'x', ''), issueAt('c.ts', 'x', 'a test')],
    entries,
    now,
  );
  expect(open.map(({ reasons }) => reasons[0])).toEqual([
    'its entry in the baseline expired on 2026-11-19',
    'the comment that ignores it gives no reason',
  ]);
  expect(known).toMatchObject([{ by: 'comment', reason: 'a test' }]);
  expect(
    applyIssueBaseline([issueAt('a.ts')], [entryFor(issueAt('a.ts'), { expires: '2026-11-20' })], now).open,
  ).toEqual([]);
});

test('entries are written and read as they are, next to secrets; a file without issues is read too', () => {
  const issues = [entryFor(issueAt('b.ts'), { owner: 'ada', where: 'b.ts' }), entryFor(issueAt('a.ts'))];
  const entries = [{ id: 'a'.repeat(32), rule: 'npm-token', reason: 'revoked' }];
  const read = parseBaseline(baselineText({ entries, issues }), 'security-baseline.yaml');
  expect(read.entries).toEqual(entries);
  expect(read.issues.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    issues.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
  expect(parseBaseline('schemaVersion: 1\nsecrets: []\n', 'b.yaml')).toEqual({ entries: [], issues: [] });
  expect(() =>
    parseBaseline(baselineText({ entries, issues }).replace('check: code', 'check: smell'), 'b.yaml'),
  ).toThrow(/issues\[0\]\.check/);
});
