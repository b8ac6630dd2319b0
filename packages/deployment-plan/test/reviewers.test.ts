import { describe, expect, test } from '@jest/globals';
import { checkPlan, claimPath, parsePlan, reviewersOf, serialisePlan } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

const plan = planOf([agent('auth'), agent('cart')], {
  shared: [shared('package.json'), shared('src/auth/index.ts', { rule: 'imports', agents: ['cart'] })],
  reviewers: [
    { anyOf: ['@org/shop', 'ann@example.org'], paths: ['package.json', 'src/auth/a.ts', 'src/cart/**'] },
    { anyOf: ['@sam'], paths: ['src/auth/index.ts', 'src/cart/sum.ts', 'lib/x.ts'] },
  ],
});

describe('reviewers of a plan', () => {
  test('are written and read again, and a field that is not known is told', () => {
    expect(parsePlan(serialisePlan(plan), 'plan.yaml')).toEqual(plan);
    const odd = parsePlan(
      `${serialisePlan(planOf([agent('auth')]))}reviewers: [{anyOf: ['@a'], paths: [], by: 1}]\n`,
      'p',
    );
    expect(checkPlan(odd).map(({ rule, where }) => `${rule} ${where}`)).toEqual(['unknown-field reviewers[0].by']);
    expect(() => parsePlan(`${serialisePlan(planOf([agent('auth')]))}reviewers: [{anyOf: '@a'}]\n`, 'p')).toThrow(
      /reviewers\[0\]/,
    );
  });

  test('of one agent are those of what it owns, and of what it shares by name', () => {
    expect(reviewersOf(plan, 'auth')).toEqual([{ anyOf: ['@org/shop', 'ann@example.org'], paths: ['src/auth/a.ts'] }]);
    expect(reviewersOf(plan, 'cart')).toEqual([
      { anyOf: ['@org/shop', 'ann@example.org'], paths: ['src/cart/**'] },
      { anyOf: ['@sam'], paths: ['src/auth/index.ts', 'src/cart/sum.ts'] },
    ]);
    expect(reviewersOf(planOf([agent('auth')]), 'auth')).toEqual([]);
    expect(() => reviewersOf(plan, 'zoe')).toThrow(expect.objectContaining({ code: 'CDEV_E_PLAN_AGENT_UNKNOWN' }));
  });

  test('go with a path that another agent takes', () => {
    const taken = claimPath(plan, { agent: 'auth', path: 'lib/x.ts' }).plan;
    expect(reviewersOf(taken, 'auth').map(({ anyOf }) => anyOf[0])).toEqual(['@org/shop', '@sam']);
  });
});
