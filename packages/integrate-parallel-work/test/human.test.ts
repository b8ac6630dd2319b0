import { createStyle } from '@cdev/core/cli';
import { describe, expect, test } from '@jest/globals';
import { integrationText } from '../src/human.ts';
import type { IntegrationReport } from '../src/index.ts';
import { reportMarkdown } from '../src/report/report-markdown.ts';

const page = { style: createStyle(false), columns: 100 };
const check = { name: 'test', status: 'passed', reason: '2 tests', duration: 900, cached: false } as const;
const merged = { tip: 'a'.repeat(40), commit: 'b'.repeat(40), flaky: false, durations: { merge: 100, checks: 900 } };
const report: IntegrationReport = {
  schemaVersion: 1,
  plan: 'eng-7-features',
  title: 'Features | for everybody',
  target: 'main',
  strategy: 'merge',
  from: '1'.repeat(40),
  to: '2'.repeat(40),
  moved: true,
  outcome: 'partial',
  order: ['alerts', 'billing', 'charts', 'docs', 'extra'],
  checks: ['test'],
  merged: [
    {
      ...merged,
      agent: 'charts',
      title: 'Charts',
      files: 3,
      checks: [check],
      resolved: [
        {
          path: 'package.json',
          rule: 'json',
          confidence: 'likely',
          decisions: [{ where: 'dependencies.zod', reason: 'the higher version', confidence: 'likely' }],
        },
      ],
    },
    {
      ...merged,
      agent: 'docs',
      title: 'Docs',
      files: 5,
      checks: [{ ...check, cached: true }],
      resolved: [],
      reviewers: [
        { anyOf: ['@org/docs', 'ann@example.org'], paths: ['a b.md', 'b.md', 'c.md', 'd.md'] },
        { anyOf: ['@sam'], paths: [] },
      ],
      flaky: true,
    },
  ],
  notMerged: [
    {
      agent: 'billing',
      kind: 'ejected',
      reason: 'check "test" failed (exit code 1) twice',
      log: 'logs/t.log',
      tail: 'ok\n✖ it adds\n  Error: no\n',
    },
    { agent: 'extra', kind: 'missing', reason: 'it has committed nothing' },
  ],
  inTarget: ['alerts'],
  notes: ['docs has 1 uncommitted change'],
  startedAt: '2026-01-01T00:00:00.000Z',
  duration: 6500,
};
const file = 'run/reports/integration.yaml';

describe('integrationText', () => {
  test('tells agent by agent in merge order what became of it, and then of the target', () => {
    expect(integrationText({ kind: 'integrated', report, file }, page)).toBe(
      `Features | for everybody  eng-7-features
  ·  alerts   in         main has it already
  ✗  billing  ejected    check "test" failed (exit code 1) twice
      │ ✖ it adds
      │   Error: no
      → log: run/logs/t.log
  ✓  charts   merged     3 files  test 2 tests                            1.0 s
      package.json  decided by json, likely
        dependencies.zod: the higher version
  ✓  docs     merged     5 files  test 2 tests (known) at the second try  1.0 s
      review: ask @org/docs or ann@example.org for a b.md, b.md, c.md and 1 more
      review: ask @sam
  –  extra    not there  it has committed nothing

! docs has 1 uncommitted change
✓ main moved from 111111111 to 222222222; 3 of 5 agents are in  6.5 s
report run/reports/integration.md
`,
    );
  });

  test('says that nothing was checked when the plan has no checks, and that nothing moved when nothing did', () => {
    const bare = { ...report, checks: [], merged: report.merged.map((one) => ({ ...one, checks: [] })) };
    expect(integrationText({ kind: 'integrated', report: bare, file }, page)).toContain('3 files  not checked');
    const still = { ...report, merged: [], notMerged: [], to: report.from, moved: false };
    expect(integrationText({ kind: 'integrated', report: still, file }, page)).toContain(
      'main stays at 111111111: everything is in it; 1 of 1 agent is in',
    );
  });
});

describe('reportMarkdown', () => {
  test('has a table of what was merged, the decisions, and what was not with its output', () => {
    const text = reportMarkdown(report);
    for (const part of [
      '`main` moved from `111111111` to `222222222`.',
      '| charts | Charts | `bbbbbbbbb` | 3 | test: 2 tests | 100 ms | 900 ms |',
      '- `package.json` by the rule `json` (likely)\n  - dependencies.zod: the higher version',
      '## To be reviewed by\n\n- **docs**: `@org/docs` or `ann@example.org` for a b.md, b.md, c.md and 1 more\n- **docs**: `@sam`\n',
      '- **billing** (ejected): check "test" failed (exit code 1) twice',
      '  ```text\n  ok\n  ✖ it adds',
    ])
      expect(text).toContain(part);
    expect(reportMarkdown({ ...report, checks: [] })).toContain('Nothing was checked: the plan has no checks.');
  });
});
