import { expect, test } from '@jest/globals';
import { checksOf } from '../src/index.ts';
import { agent, planOf } from './sound-plan.ts';

const check = (name: string, command: string) => ({ name, command });

test("an agent's own checks come before the plan's, each command once and under its first name", () => {
  const own = [check('quick', 'npm run quick'), check('mine', 'npm test')];
  const plan = planOf([agent('auth', { checks: own }), agent('cart')], {
    checks: [check('test', 'npm test'), check('lint', 'npm run lint')],
  });
  expect(checksOf(plan, 'auth').map(({ name }) => name)).toEqual(['quick', 'mine', 'lint']);
  expect(checksOf(plan, 'cart').map(({ name }) => name)).toEqual(['test', 'lint']);
  expect(checksOf(plan, 'cart', 'auth').map(({ name }) => name)).toEqual(['quick', 'mine', 'lint']);
  expect(checksOf(plan).map(({ name }) => name)).toEqual(['test', 'lint']);
  expect(() => checksOf(plan, 'nobody')).toThrow('nobody');
});
