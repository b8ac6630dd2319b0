import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { historyText, reportText } from '../src/human.ts';
import type { HealthReport } from '../src/index.ts';

const page = { style: createStyle(false), columns: 100 };

test('a line a script, then troubles with their mends, then what changed', () => {
  const ok = { status: 'ok', detail: '', duration: 500 } as const;
  const report: HealthReport = {
    time: '2026-11-27T05:00:00.000Z',
    host: 'ada',
    origin: 'registry',
    scripts: [
      {
        script: 'one',
        package: '@cdev/one',
        version: '1.0.0',
        node: '24.1.0',
        state: 'healthy',
        trials: [
          { name: 'npx', ...ok },
          { name: 'smoke', status: 'not-run', detail: 'none', fix: 'Add', duration: 0 },
        ],
      },
      {
        script: 'second',
        package: '@cdev/second',
        version: '1.10.0',
        node: '24.1.0',
        state: 'broken',
        trials: [
          { name: 'npx', status: 'failed', detail: 'E404', fix: 'Publish it', duration: 700 },
          { name: 'smoke', ...ok },
        ],
      },
    ],
    notTried: [],
    changes: [{ script: 'second', node: '24.1.0', from: 'healthy', to: 'broken' }],
    alerts: ['told hooks.example.org'],
  };
  expect(reportText(report, page)).toBe(`  ✓  one     1.0.0   npx ✓  smoke –  500 ms
  ✗  second  1.10.0  npx ✗  smoke ✓  1.2 s

  ✗ second npx (Node 24.1.0): E404
    → Publish it

Changed
  second: broken, was healthy
  told hooks.example.org

1 healthy, 1 broken; 1 without a smoke example
`);
});

test('the history has a mark a check, the newest right', () => {
  const entry = (state: 'healthy' | 'broken' | undefined) => ({
    schemaVersion: 1 as const,
    time: '2026-11-27T05:00:00.000Z',
    host: 'ada',
    origin: 'workspace' as const,
    scripts:
      state === undefined
        ? []
        : [
            {
              script: 'one',
              version: '1.0.0',
              node: '24.1.0',
              state,
              duration: 1,
              ...(state === 'broken' && { reason: 'help: prints nothing' }),
            },
          ],
  });
  expect(historyText([entry('healthy'), entry(undefined), entry('broken')], page))
    .toBe(`  one  ✓·✗  help: prints nothing

3 checks from 2026-11-27T05:00 to 2026-11-27T05:00 UTC
`);
});

test('a single check is one', () => {
  const entry = {
    schemaVersion: 1 as const,
    time: '2026-11-27T05:00:00.000Z',
    host: 'ada',
    origin: 'workspace' as const,
  };
  expect(historyText([{ ...entry, scripts: [] }], page)).toContain('1 check from');
});

test('several versions of Node are told as such, and one that cannot be had as not run', () => {
  const one = { script: 'one', package: '@cdev/one', version: '1.0.0', state: 'healthy', trials: [] } as const;
  const text = reportText(
    {
      time: '2026-11-27T05:00:00.000Z',
      host: 'ada',
      origin: 'workspace',
      scripts: [
        { ...one, node: '22.22.3' },
        { ...one, node: '24.21.0' },
      ],
      notTried: [{ reason: 'Node 99 cannot be had: E404', fix: 'Try it' }],
      changes: [],
      alerts: [],
    },
    page,
  );
  expect(text).toContain('  – not run: Node 99 cannot be had: E404\n    → Try it\n');
  expect(text).toContain('1 script with 2 versions of Node: 2 healthy');
});
