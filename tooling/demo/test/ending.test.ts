import { describe, expect, test } from '@jest/globals';
import { endingOf, isWell } from '../src/ending.ts';
import type { Outcome } from '../src/outcome.ts';

const well: Outcome = {
  agents: 5,
  missing: [],
  isMoved: true,
  tests: { ok: true, count: '57' },
  commands: [
    { command: 'npm run remind', works: true },
    { command: 'npm run statistics', works: true },
  ],
};
const place = { folder: '/tmp/x', repository: '/tmp/x/desk', logs: '/tmp/x/desk/.git/cdev/logs', seconds: 21 };
const commands = (outcome: Outcome) => endingOf(outcome, place).next.map(([command]) => command);

describe('the ending', () => {
  test('says that all is well only when it is', () => {
    expect(isWell(well)).toBe(true);
    expect(endingOf(well, place)).toMatchObject({
      title: 'Merged and tested',
      text: 'The branch main holds the work of 5 agents, and its 57 tests pass as it stands. That took 21 s.',
      points: [],
    });
    expect(commands(well)).toEqual([
      'cd /tmp/x/desk',
      'git log --graph --oneline',
      'npm run statistics',
      'git for-each-ref refs/cdev',
      'rm -r /tmp/x',
    ]);
  });

  test('work of which something is missing is told, and no feature is offered that is not there', () => {
    const some = { ...well, commands: well.commands.map((each) => ({ ...each, works: false })) };
    expect(isWell(some)).toBe(false);
    expect(endingOf(some, place)).toMatchObject({
      title: 'Merged, and not all is well',
      points: [
        'The issue asks for npm run remind, and it does not work',
        'The issue asks for npm run statistics, and it does not work',
      ],
    });
    expect(commands(some)).not.toContain('npm run statistics');
  });

  test('agents that are not in are named with their reasons, those with one reason together', () => {
    const part: Outcome = {
      ...well,
      missing: [
        { agent: 'a', reason: 'it changed nothing.' },
        { agent: 'b', reason: 'it waits for a' },
        { agent: 'c', reason: 'it changed nothing' },
      ],
      commands: [{ command: 'npm run remind', works: false }],
    };
    expect(endingOf(part, place)).toMatchObject({
      title: 'Merged in part',
      text: expect.stringMatching(/^The branch main holds the work of 2 of 5 agents, /),
      points: ['a and c not in: it changed nothing', 'b not in: it waits for a'],
    });
    expect(commands(part)).toContain('ls .git/cdev/logs');
  });

  test('a branch that was not moved, and tests that fail, are said to be so', () => {
    const nothing = {
      ...well,
      isMoved: false,
      missing: ['a', 'b', 'c', 'd', 'e'].map((agent) => ({ agent, reason: 'x' })),
    };
    expect(endingOf(nothing, place)).toMatchObject({
      title: 'Not merged',
      text: 'The branch main is as it was, and its 57 tests pass as it stands. That took 21 s.',
    });
    expect(commands(nothing)).not.toContain('git log --graph --oneline');
    const red = { ...well, tests: { ok: false, count: undefined } };
    expect(isWell(red)).toBe(false);
    expect(endingOf(red, place)).toMatchObject({
      title: 'Merged, and not all is well',
      text: expect.stringContaining('its tests do not pass'),
    });
  });
});
