import { createStyle, displayWidth } from '@cdev/core/cli';
import { describe, expect, test } from '@jest/globals';
import type { AgentView, RunView } from '../../src/index.ts';
import { nextStep } from '../../src/next-step.ts';
import { screenText } from '../../src/terminal/screen-text.ts';
import { firstState, press, type TerminalState } from '../../src/terminal/terminal-state.ts';
import { idleAgent, idleRun } from '../idle-agent.ts';

const agent = (id: string, fields: Partial<AgentView> = {}): AgentView => ({
  ...idleAgent,
  id,
  title: id,
  status: 'failed',
  ...fields,
});
const view: RunView = {
  ...idleRun,
  used: { tokens: 2500, cost: 0.5, days: [] },
  conflicts: [{ between: ['login', 'main'], paths: ['a', 'b'], uncommitted: ['login'] }],
  agents: ['login', 'search', 'docs'].map((id) => agent(id)),
};
const many: RunView = {
  ...view,
  agents: Array.from({ length: 100 }, (_, at) =>
    agent(`a-${'long-'.repeat(20)}検索-${at}`, {
      status: 'running',
      isAlive: at % 3 !== 0,
      activity: 'edits\n\u001B[31ma.txt and 検索 '.repeat(9),
      tokens: 12_345_678,
      cost: 123.45,
      commits: 12,
      foreign: ['x'],
      elapsed: 3_600_000,
      checklist: { done: 1, total: 4 },
      ...(at % 3 === 1 && { denied: 'permission denied: run a thing' }),
    }),
  ),
};
const page = { style: createStyle(false), columns: 80, rows: 24 };
const pressAll = (keys: readonly string[], of: RunView = view): TerminalState =>
  keys.reduce<TerminalState>((state, key) => press(state, key, of).state, firstState);
const shown = (...keys: string[]): string => screenText(view, pressAll(keys), page);
const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

describe('the screen', () => {
  test('has at its bottom what is asked or typed, and the keys', () => {
    expect(linesOf(shown('down', 's')).slice(-2)[0]).toBe('stop login? y/n');
    expect(linesOf(shown('down', 'm', 'h', 'i')).slice(-2)[0]).toBe('to login: hi▏');
    expect(linesOf(shown()).at(-1)).toContain('? keys  q quit');
    expect(shown('?')).toContain('give it a path');
  });

  test.each([
    [80, 24],
    [160, 50],
    [40, 10],
    [20, 6],
  ])('is exactly as high as a terminal of %d columns and %d rows, and never wider', (columns, rows) => {
    for (const keys of [
      [],
      ['x'],
      ['?'],
      ['down', 'return'],
      ['down', 'd'],
      Array.from({ length: 60 }, () => 'down'),
    ]) {
      const state = {
        ...pressAll(keys, many),
        lines: Array.from({ length: 300 }, (_, at) => `line ${at} ${'y'.repeat(200)}`),
      };
      const lines = linesOf(screenText(many, state, { ...page, columns, rows }));
      expect(lines).toHaveLength(rows);
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
    }
  });

  test('keeps the chosen one of many in sight, and counts those that are not', () => {
    const state = pressAll(
      Array.from({ length: 51 }, () => 'down'),
      {
        ...view,
        agents: Array.from({ length: 100 }, (_, at) => agent(`a${at}`)),
      },
    );
    const lines = linesOf(
      screenText(
        { ...view, conflicts: [], agents: Array.from({ length: 100 }, (_, at) => agent(`a${at}`)) },
        state,
        page,
      ),
    );
    expect(lines.find((line) => line.startsWith('▸'))).toContain('a50 ');
    expect(lines.filter((line) => /[↑↓] {2}\d+ failed/.test(line))).toEqual(['   ↑  43 failed', '   ↓  42 failed']);
  });

  test('of a run that stands still says what takes it on, and has no columns of nothing', () => {
    const quiet = { ...view, conflicts: [], used: { tokens: 0, cost: 0, days: [] } };
    const agents = ['login', 'search'].map((id) => agent(id, { status: 'planned', attempt: 0 }));
    const idle = { ...quiet, agents };
    const text = screenText({ ...idle, next: nextStep(idle) }, firstState, page);
    expect(linesOf(text).slice(3, 8)).toEqual([
      '   ·  login   planned',
      '   ·  search  planned',
      '',
      'No agent has been started yet',
      '→ cdev-spawn-agents eng-1 --run',
    ]);
  });

  test('names the way out and the way to all keys however narrow it is', () => {
    for (const columns of [40, 60, 80, 100]) {
      const last = linesOf(screenText(view, pressAll(['x']), { ...page, columns })).at(-1) ?? '';
      expect(last).toMatch(/\? keys {2}q quit$/);
    }
    expect(linesOf(shown('x')).at(-1)).toMatch(/^esc close/);
  });

  test('tells who is blocked, for what, and apart from who runs', () => {
    const blocked = {
      ...view,
      agents: [agent('login', { status: 'running', isAlive: true, denied: 'permission denied: rm' })],
    };
    const text = screenText(blocked, firstState, page);
    expect(text).toContain('!  login  blocked');
    expect(text).toContain('! login is blocked: permission denied: rm');
  });

  test('pages through a log from its end and through a diff from its beginning', () => {
    const lines = Array.from({ length: 100 }, (_, at) => `line ${at}`);
    const at = (keys: readonly string[]): string => screenText(view, { ...pressAll(keys), lines }, page);
    expect(at(['return'])).toContain('line 99');
    expect(at(['return', 'b'])).not.toContain('line 99');
    expect(at(['d'])).toContain('line 0\n');
    expect(at(['d', ' '])).not.toContain('line 0\n');
    expect(at(['d', ...Array.from({ length: 40 }, () => ' ')])).toContain('line 99');
  });

  test('rings only when it is told to', () => {
    expect(screenText(view, { ...firstState, isRinging: true }, page)).toContain('\u0007');
    expect(screenText(view, firstState, page)).not.toContain('\u0007');
  });

  test('the matrix tells in how many paths two would conflict', () => {
    const at = linesOf(shown('x')).indexOf('conflict matrix');
    expect(linesOf(shown('x')).slice(at + 1, at + 4)).toEqual([
      '            1  2',
      '  1  login  ·  2',
      '  2  main   2  ·',
    ]);
    expect(screenText({ ...view, conflicts: [] }, pressAll(['x']), page)).toContain('none would conflict');
  });
});
