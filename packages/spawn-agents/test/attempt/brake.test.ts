import { expect, test } from '@jest/globals';
import { createBrake, type Budget } from '../../src/attempt/brake.ts';
import type { AgentActivity } from '../../src/drivers/index.ts';

/** How often it braked, and why. */
function braked(budget: Budget, activities: readonly AgentActivity[]): readonly [number, string | undefined] {
  let count = 0;
  const brake = createBrake(budget, { tokens: 100, cost: 1 }, () => (count += 1));
  for (const activity of activities) brake.count(activity);
  return [count, brake.reason()];
}
const usage = { kind: 'usage', tokens: 900, cost: 0.5 } as const;
const tool = { kind: 'tool', text: 'Bash: npm test' } as const;
const file = { kind: 'file', text: 'src/a.ts' } as const;

test('an agent is braked once, by whichever of its limits it passes first', () => {
  const said = { kind: 'message', text: 'I begin' } as const;
  expect(braked({}, [usage, tool, file])).toEqual([0, undefined]);
  expect(braked({ maxTokens: 1000, maxCost: 1.5, maxTurns: 2 }, [usage, said, tool, said, file])).toEqual([
    0,
    undefined,
  ]);
  expect(braked({ maxTurns: 2 }, [tool, file, said, tool, file])).toEqual([1, 'its turns are used up: 2']);
  expect(braked({ maxTokens: 999 }, [tool, usage, usage])).toEqual([1, 'its budget is used up: 1,000 of 999 tokens']);
  expect(braked({ maxCost: 1.4 }, [usage])).toEqual([1, 'its budget is used up: $1.50 of $1.40']);
});
