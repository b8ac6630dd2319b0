import { describe, expect, test } from '@jest/globals';
import { type NewRunEvent } from '../../src/index.ts';
import { committed, ejected, finished, integration, merged, started, stateOf, validated } from './run-events.ts';

describe('the integration', () => {
  test('merges and ejects agents, moves the target and ends', () => {
    const state = stateOf([
      committed('c1'),
      committed('c2', { agent: 'b' }),
      integration,
      merged('b'),
      merged(),
      ejected,
      { type: 'target-moved', target: 'main', from: 't0', to: 't1' },
      { type: 'integration-ended', outcome: 'partial', merged: ['b'], ejected: ['a'] },
    ]);
    expect(state.integration).toEqual({
      status: 'partial',
      target: 'main',
      from: 't0',
      strategy: 'merge',
      order: ['a', 'b'],
      merged: [{ agent: 'b', commit: 'm-b', tree: 'tree' }],
      ejected: [{ agent: 'a', reason: 'tests fail', log: 'x.log' }],
      movedTo: 't1',
    });
    expect(state.agents.get('b')).toMatchObject({ status: 'merged', merged: 'm-b' });
    expect(state.agents.get('a')).toMatchObject({ status: 'ejected', reasons: ['tests fail'] });
    expect(state.agents.get('a')).not.toHaveProperty('merged');
  });

  test('that is given up leaves the agents as they were before it', () => {
    const state = stateOf([
      committed('c1'),
      validated('warnings'),
      integration,
      merged(),
      { type: 'integration-aborted', reason: 'by hand' },
    ]);
    expect(state.integration).toMatchObject({ status: 'aborted', reason: 'by hand' });
    expect(state.agents.get('a')).toMatchObject({ status: 'validated', reasons: ['because'] });
    expect(state.agents.get('a')).not.toHaveProperty('merged');
  });

  test('begun anew gives an ejected agent another chance', () => {
    const state = stateOf([
      committed('c1'),
      integration,
      ejected,
      { type: 'integration-ended', outcome: 'nothing', merged: [], ejected: ['a'] },
      integration,
    ]);
    expect(state.agents.get('a')?.status).toBe('committed');
    expect(state.integration).toMatchObject({ status: 'running', ejected: [] });
  });

  test('does not take back what an agent did after it was ejected', () => {
    const events = [
      committed('c1'),
      validated('ready'),
      integration,
      ejected,
      started(2),
      finished('done'),
      committed('c2'),
    ];
    expect(stateOf([...events, integration]).agents.get('a')).toMatchObject({
      status: 'committed',
      commit: 'c2',
      attempt: 2,
    });
    expect(stateOf([...events, merged(), { type: 'integration-aborted', reason: 'x' }]).agents.get('a')).toMatchObject({
      status: 'committed',
      commit: 'c2',
    });
  });

  test('never takes back what is in the target', () => {
    const moved: NewRunEvent = { type: 'target-moved', target: 'main', from: 't0', to: 't1' };
    expect(stateOf([committed('c1'), integration, merged(), moved, integration]).agents.get('a')).toMatchObject({
      status: 'merged',
      merged: 'm-a',
    });
    expect(
      stateOf([committed('c1'), integration, merged(), moved, { type: 'integration-aborted', reason: 'x' }]).agents.get(
        'a',
      )?.status,
    ).toBe('merged');
  });
});
