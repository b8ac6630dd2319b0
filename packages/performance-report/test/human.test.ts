import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { chartText } from '../src/chart/chart-text.ts';
import { sparkline } from '../src/chart/sparkline.ts';
import { reportText } from '../src/human.ts';

test('bars do not make much of little', () => {
  expect(sparkline([1, 2, 3, 8], 10)).toBe('▁▂▃█');
  expect(sparkline([100, 100.5, 101], 10)).toBe('▁▁▁');
  expect(sparkline([5, 1, 2], 2)).toBe('▁█');
  expect(sparkline([], 9)).toBe('');
});

test('a line a series, then what changed and what is over budget', () => {
  const days = [1, 1, 2].map((cpu, at) => ({
    day: `2026-10-0${at + 1}`,
    runs: 5,
    cpu,
    memory: 1,
    versions: ['1.0.0'],
  }));
  const change = {
    day: '2026-10-03',
    foundOn: '2026-10-05',
    from: 1,
    to: 2,
    effect: 1,
    by: 'two of three',
    versions: ['1.1.0'],
    commits: ['3f2a1b9 Twice'],
  } as const;
  const series = {
    script: 'cdev-one',
    command: 'cdev-one',
    hostClass: 'linux, X',
    node: 'v24',
    isRatio: true,
    days,
    runs: 15,
    cpu: 2,
    memory: 91_000_000,
    changes: [change],
    overBudget: ['CPU 2.0×, the budget is 1×'],
  };
  const text = reportText(
    {
      since: '2026-08-02T00:00:00Z',
      series: [series],
      regressions: [{ command: 'cdev-one', hostClass: 'linux, X', change }],
    },
    { style: createStyle(false), columns: 100 },
  );
  expect(text).toBe(`  cdev-one  15×  2.00×  91 MB  ▁▁█

Changes
  ▲ cdev-one +100 % CPU since 2026-10-03, begins with 1.1.0
    found 2026-10-05 by two of three; linux, X
    3f2a1b9 Twice

Over budget
  ✗ cdev-one: CPU 2.0×, the budget is 1×

CPU as multiples of the calibration run where there is one; since 2026-08-02
✗ Slower lately: cdev-one
`);
});

test('a chart has a scale from zero, a column a day as long as there is room, and a mark where it changed', () => {
  const days = Array.from({ length: 40 }, (_, at) => ({
    day: new Date(Date.UTC(2026, 9, 1 + at)).toISOString().slice(0, 10),
    runs: 1,
    cpu: at < 20 ? 2 : 4,
    memory: 1,
    versions: ['1.0.0'],
  }));
  const change = {
    day: '2026-10-21',
    foundOn: '2026-10-23',
    from: 2,
    to: 4,
    effect: 1,
    by: 'two of three' as const,
    versions: ['1.1.0'],
    commits: ['3f2a1b9 Twice'],
  };
  const series = { command: 'cdev-one', hostClass: 'linux, X', node: 'v24', isRatio: true, days, changes: [change] };
  const [low, high] = [' '.repeat(20), '█'.repeat(20)];
  expect(chartText(series, { style: createStyle(false), columns: 60 })).toBe(`cdev-one  CPU a run; linux, X, Node v24
4.00× ┤${low}${high}
      ┤${low}${high}
      ┤${low}${high}
      ┤${low}${high}
2.00× ┤${high}${high}
      ┤${high}${high}
      ┤${high}${high}
      ┤${high}${high}
0.00× └${'─'.repeat(40)}
       ${low}▲${' '.repeat(19)}
       2026-10-01${' '.repeat(20)}2026-11-09
▲ 2026-10-21  +100 % with 1.1.0
    3f2a1b9 Twice
`);
  // Four days a column then.
  const narrow = chartText({ ...series, isRatio: false }, { style: createStyle(false), columns: 20 });
  expect(narrow).toContain(`└${'─'.repeat(10)}\n`);
  const [one] = days;
  const single = { ...series, days: one ? [one] : [], changes: [] };
  expect(chartText(single, { style: createStyle(false), columns: 60 })).toContain('2.00× ┤█\n');
});
