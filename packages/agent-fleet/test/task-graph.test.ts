import { describe, expect, test } from '@jest/globals';
import { maskedJson, maskedReason } from '../src/small-json.ts';
import { planTasks } from '../src/task-graph.ts';

describe('planTasks', () => {
  test('fills in what was left out, and makes equal tasks equal', () => {
    const [task] = planTasks('r', [{ id: 'a', payload: { b: 1, a: [] } }]);
    expect(task).toMatchObject({
      payload: '{"a":[],"b":1}',
      dependsOn: [],
      labels: [],
      priority: 0,
      timeLimit: 14_400_000,
      attempts: 3,
      backOff: { first: 1000, most: 60_000 },
    });
    const [same] = planTasks('r', [{ id: 'a', payload: { a: [], b: 1 }, labels: [], attempts: 3, priority: 0 }]);
    expect(same?.definition).toBe(task?.definition);
    const [other] = planTasks('r', [{ id: 'a', payload: { a: [], b: 1 }, priority: 1 }]);
    expect(other?.definition).not.toBe(task?.definition);
  });

  test.each([
    ['a space in a name', [{ id: 'a b', payload: null }]],
    ['a label with a comma', [{ id: 'a', payload: null, labels: ['x,y'] }]],
    ['half an attempt', [{ id: 'a', payload: null, attempts: 0.5 }]],
    ['a limit over a day', [{ id: 'a', payload: null, timeLimit: 86_400_001 }]],
    ['a longest wait under the first', [{ id: 'a', payload: null, backOff: { first: 10, most: 5 } }]],
    ['a task that waits for itself', [{ id: 'a', payload: null, dependsOn: ['a'] }]],
    ['no payload', [{ id: 'a', payload: undefined as never }]],
    ['the character 0', [{ id: 'a', payload: '\0' }]],
  ])('refuses %s', (_what, tasks) => {
    expect(() => planTasks('r', tasks)).toThrow(expect.objectContaining({ code: 'CDEV_E_AGENT_FLEET_GRAPH' }));
  });

  test('a chain of ten thousand is looked over at once', () => {
    const tasks = Array.from({ length: 10_000 }, (_, index) => ({
      id: `t${index}`,
      payload: null,
      dependsOn: index === 0 ? [] : [`t${index - 1}`],
    }));
    expect(planTasks('r', tasks)).toHaveLength(10_000);
  });
});

test('what workers give is kept without terminal sequences and halves of characters', () => {
  expect(maskedJson({ line: '\u001b[31mred\u001b[0m\0', cut: '\ud83d' }, 'it')).toBe('{"cut":"\ufffd","line":"red"}');
  expect(maskedReason(`${'x'.repeat(1999)}😀`)).toBe(`${'x'.repeat(1999)}\ufffd`);
});
