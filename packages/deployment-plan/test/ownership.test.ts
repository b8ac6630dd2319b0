import { describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { ownerOf, ownershipOf } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

const plan = planOf([agent('auth'), agent('cart', { owns: ['src/cart/**', 'docs/cart.md'] })], {
  shared: [shared('package.json'), shared('src/auth/index.ts', { rule: 'imports', agents: ['cart'] })],
});

describe('ownerOf', () => {
  test('gives the agent, the shared path or nobody', () => {
    expect(ownerOf(plan, 'src/auth/a b.ts')).toMatchObject({ kind: 'agent', agent: { id: 'auth' } });
    expect(ownerOf(plan, 'docs/cart.md')).toMatchObject({ kind: 'agent', agent: { id: 'cart' } });
    expect(ownerOf(plan, 'package.json')).toMatchObject({ kind: 'shared', shared: { path: 'package.json' } });
    expect(ownerOf(plan, 'README.md')).toEqual({ kind: 'nobody' });
  });
  test('takes a shared path out of the ownership it lies in', () => {
    expect(ownerOf(plan, 'src/auth/index.ts')).toMatchObject({ kind: 'shared' });
  });
});

describe('ownershipOf', () => {
  test('tells what one agent may write', () => {
    const { owns, isShared, patterns } = ownershipOf(plan, 'auth');
    expect(['src/auth/login.ts', 'src/cart/a.ts', 'src/auth/index.ts', 'package.json'].map(owns)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(isShared('package.json')).toMatchObject({ rule: 'json' });
    expect(isShared('src/auth/index.ts')).toBeUndefined();
    expect(isShared('src/auth/login.ts')).toBeUndefined();
    expect(patterns).toEqual(['src/auth/**']);
  });
  test('lets an agent write a shared path that lists it', () => {
    expect(ownershipOf(plan, 'cart').isShared('src/auth/index.ts')).toMatchObject({ rule: 'imports' });
  });
  test('names the agents there are when asked for another', () => {
    let failure: unknown;
    try {
      ownershipOf(plan, 'ghost');
    } catch (error) {
      failure = error;
    }
    expect(isCdevError(failure, 'CDEV_E_PLAN_AGENT_UNKNOWN')).toBe(true);
    expect(failure).toMatchObject({ message: 'Plan eng-1-login has no agent "ghost"; it has: auth, cart' });
  });
});
