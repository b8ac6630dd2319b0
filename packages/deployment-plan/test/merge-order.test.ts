import { describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { dependantsOf, mergeOrder } from '../src/index.ts';
import { random } from './random.ts';

const node = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });

describe('mergeOrder', () => {
  test('puts dependencies first and keeps the order of agents that are free', () => {
    expect(mergeOrder([node('c', 'a'), node('b'), node('a')])).toEqual(['a', 'c', 'b']);
    expect(mergeOrder([node('x'), node('y'), node('z')])).toEqual(['x', 'y', 'z']);
    expect(mergeOrder([])).toEqual([]);
  });

  test('is a topological order for any graph without circles', () => {
    const { below } = random(7);
    for (let round = 0; round < 200; round += 1) {
      const agents = Array.from({ length: 12 }, (_, index) =>
        node(
          `a${index}`,
          ...Array.from({ length: 12 }, (__, on) => `a${on}`).filter((___, on) => on > index && below(4) === 0),
        ),
      );
      const order = mergeOrder(agents);
      expect(order.toSorted()).toEqual(agents.map(({ id }) => id).toSorted());
      for (const { id, dependsOn } of agents)
        for (const on of dependsOn) if (order.indexOf(on) > order.indexOf(id)) throw new Error(`${id} before ${on}`);
    }
  });

  test('names the agents of a circle', () => {
    const failure = attempt(() => mergeOrder([node('a', 'b'), node('b', 'c'), node('c', 'b')]));
    expect(isCdevError(failure, 'CDEV_E_PLAN_CYCLE')).toBe(true);
    expect(failure).toMatchObject({ message: expect.stringContaining('b → c → b') });
  });

  test('passes over a dependency that is not there', () => {
    expect(mergeOrder([node('a', 'nobody')])).toEqual(['a']);
  });
});

describe('dependantsOf', () => {
  const plan = { agents: [node('d', 'c'), node('a'), node('b', 'a'), node('c', 'b'), node('e')] };
  test('finds them through others, in the order of the plan', () => {
    expect(dependantsOf(plan, 'a')).toEqual(['d', 'b', 'c']);
    expect(dependantsOf(plan, 'e')).toEqual([]);
  });
  test('ends on a circle and never names the agent itself', () => {
    expect(dependantsOf({ agents: [node('a', 'b'), node('b', 'a')] }, 'a')).toEqual(['b']);
  });
});

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
