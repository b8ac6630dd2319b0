import { describe, expect, test } from '@jest/globals';
import type { RunView } from '../../src/index.ts';
import { firstState, press, type Pressed } from '../../src/terminal/terminal-state.ts';
import { idleAgent, idleRun } from '../idle-agent.ts';

const view: RunView = {
  ...idleRun,
  conflicts: [{ between: ['login', 'main'], paths: ['a', 'b'], uncommitted: [] }],
  agents: ['login', 'search', 'docs'].map((id) => ({ ...idleAgent, id, title: id, status: 'failed' })),
};
const pressAll = (keys: readonly string[]): Pressed =>
  keys.reduce<Pressed>(({ state }, key) => press(state, key, view), { state: firstState });

describe('a key', () => {
  test('chooses agents and stays within the list', () => {
    expect(pressAll(['down']).state.chosen).toBe('login');
    expect(pressAll(['down', 'down', 'j', 'j', 'j']).state.chosen).toBe('docs');
    expect(pressAll(['down', 'down', 'up', 'k', 'k']).state.chosen).toBe('login');
  });

  test.each([
    ['s', 'stop'],
    ['r', 'retry'],
    ['c', 'commit'],
  ])('%s asks before it does what cannot be taken back, and only y does it', (key, name) => {
    const asked = pressAll(['down', key]);
    expect([asked.deed, asked.state.asked]).toEqual([undefined, { name, agent: 'login' }]);
    expect(pressAll(['down', key, 'y']).deed).toEqual({ name, agent: 'login' });
    const declined = pressAll(['down', key, 'x']);
    expect([declined.deed, declined.state.notice]).toEqual([undefined, 'nothing was done']);
  });

  test('begins a line to type, in which all keys are text, and which can be given up', () => {
    expect(pressAll(['down', 'm', 'h', 'q', 'ü', 'backspace', 'i', 'return']).deed).toEqual({
      name: 'message',
      agent: 'login',
      text: 'hqi',
    });
    expect(pressAll(['down', 'o', 'd', '/', 'x', 'return']).deed).toEqual({
      name: 'extend',
      agent: 'login',
      path: 'd/x',
    });
    const givenUp = pressAll(['down', 'm', 'h', 'escape']);
    expect([givenUp.deed, givenUp.state.typing]).toEqual([undefined, undefined]);
    expect(pressAll(['down', 'm', 'return']).deed).toBeUndefined();
  });

  test('opens and closes panes, shows the diff, and ends', () => {
    expect(pressAll(['return']).state).toMatchObject({ pane: 'log', chosen: 'login' });
    expect(pressAll(['return', 'return']).state.pane).toBe('none');
    expect(pressAll(['d'])).toMatchObject({ state: { pane: 'diff' }, deed: { name: 'diff', agent: 'login' } });
    expect(pressAll(['e']).deed).toEqual({ name: 'editor', agent: 'login' });
    expect(pressAll(['x', 'escape']).state.pane).toBe('none');
    expect(pressAll(['a']).state).toMatchObject({ pane: 'attach', chosen: 'login' });
    expect(pressAll(['a', 'a']).state.pane).toBe('none');
    expect(pressAll(['q']).isEnd).toBe(true);
    expect(press(firstState, 's', { agents: [] })).toEqual({ state: firstState });
  });

  test('turns pages: a diff from its beginning on, a log from its end back', () => {
    expect(pressAll(['d', ' ', ' ', 'b']).state.page).toBe(1);
    expect(pressAll(['return', 'b', 'b', ' ']).state.page).toBe(1);
    expect(pressAll(['return', ' ']).state.page).toBe(0);
    expect(pressAll(['d', ' ', 'return']).state.page).toBe(0);
  });
});
