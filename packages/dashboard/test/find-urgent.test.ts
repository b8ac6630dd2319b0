import { describe, expect, test } from '@jest/globals';
import { findUrgent } from '../src/overview/find-urgent.ts';
import type { ErrorRow, ScriptRow, SpeedOfCommand } from '../src/overview/overview.ts';

const script = (name: string, more: Partial<ScriptRow> = {}): ScriptRow => ({
  name,
  bin: `cdev-${name}`,
  packageName: name,
  version: '1.0.0',
  summary: '',
  health: { state: 'healthy', days: [], nodes: [] },
  runs: 0,
  failed: 0,
  days: [],
  overBudget: [],
  errors: [],
  dependencies: 0,
  ...more,
});
const speed = (effect: number): SpeedOfCommand => ({
  command: 'x',
  hostClass: 'h',
  node: 'v24',
  isRatio: true,
  cpu: 1,
  memory: 1,
  runs: 1,
  days: [],
  changes: [
    { day: '2026-11-01', foundOn: '2026-11-02', from: 1, to: 1 + effect, effect, by: 'change point', versions: [] },
  ],
});
const error: ErrorRow = {
  code: 'CDEV_E_X',
  script: 'cdev-x',
  title: '',
  steps: [],
  count: 3,
  first: '',
  last: '',
  versions: [],
  hosts: [],
  isNew: false,
  isUnknown: false,
};
const due = (daysLeft: number): Partial<ScriptRow> => ({
  deprecation: { stage: 'sunset', announced: '', sunset: '', replacement: '', daysLeft },
});
const broken = script('a', { health: { state: 'broken', reason: 'smoke: ended with 3', days: [], nodes: [] } });
const degraded = script('b', { health: { state: 'degraded', reason: 'git: too old', days: [], nodes: [] } });
const slower = script('c', { speed: speed(0.25) });
const over = script('d', { overBudget: ['CPU 9.0×, the budget is 8×'] });

describe('what to do first', () => {
  test.each<[string, readonly ScriptRow[], readonly ErrorRow[], string | undefined]>([
    ['what is broken', [degraded, slower, broken], [{ ...error, isUnknown: true }], 'a is broken: smoke: ended with 3'],
    [
      'what nobody knows',
      [degraded, slower],
      [error, { ...error, isUnknown: true }],
      'CDEV_E_X in cdev-x, 3 times: nobody knows it',
    ],
    ['what is new', [slower], [error, { ...error, isNew: true }], 'CDEV_E_X in cdev-x, 3 times: it is new'],
    ['what became slower', [degraded, over, slower], [error], 'c takes 25 % more CPU than before'],
    ['what is over budget', [degraded, over], [], 'd: CPU 9.0×, the budget is 8×'],
    ['what is past its end', [degraded, script('e', due(-1))], [], 'e is past its last day'],
    ['what lacks something', [degraded], [error], 'b lacks something here: git: too old'],
    ['nothing', [script('f', { ...due(3), speed: speed(-0.2) })], [error], undefined],
  ])('is %s', (_, scripts, errors, text) => {
    expect(findUrgent({ scripts, errors })?.text).toBe(text);
  });
});
