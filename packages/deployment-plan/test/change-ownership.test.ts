import { describe, expect, test } from '@jest/globals';
import { checkPlan, claimPath, ownerOf, releasePath, type DeploymentPlan } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

const plan = planOf(
  [
    agent('auth', { creates: ['src/auth/login.ts'] }),
    agent('cart', { owns: ['src/cart/**', 'docs/cart.md', 'docs/prices.md'], creates: ['docs/prices.md'] }),
  ],
  { shared: [shared('package.json'), shared('locales/*.json')] },
);

const ownsOf = ({ agents }: DeploymentPlan, id: string): readonly string[] =>
  agents.find((one) => one.id === id)?.owns ?? [];
const ownerId = (of: DeploymentPlan, path: string): string => {
  const owner = ownerOf(of, path);
  return owner.kind === 'agent' ? owner.agent.id : owner.kind;
};

describe('claimPath', () => {
  test('gives a path that nobody owns to the agent, and the plan stays sound', () => {
    const claimed = claimPath(plan, { agent: 'auth', path: 'docs/sessions.md' });
    expect(claimed).toMatchObject({ isChanged: true, from: undefined });
    expect(ownerId(claimed.plan, 'docs/sessions.md')).toBe('auth');
    expect(checkPlan(claimed.plan)).toEqual([]);
    expect(ownsOf(plan, 'auth')).toEqual(['src/auth/**']);
  });

  test('changes nothing when the agent owns it already, exactly or by a pattern', () => {
    for (const path of ['src/auth/**', 'src/auth/login.ts'])
      expect(claimPath(plan, { agent: 'auth', path })).toEqual({ plan, from: undefined, isChanged: false });
  });

  test('takes a path from the agent that is named, with what that agent has promised there', () => {
    const moved = claimPath(plan, { agent: 'auth', path: 'docs/prices.md', from: 'cart' });
    expect(moved).toMatchObject({ isChanged: true, from: 'cart' });
    expect(ownerId(moved.plan, 'docs/prices.md')).toBe('auth');
    expect(moved.plan.agents.map(({ creates }) => creates)).toEqual([['src/auth/login.ts', 'docs/prices.md'], []]);
    expect(checkPlan(moved.plan)).toEqual([]);
    expect(claimPath(moved.plan, { agent: 'auth', path: 'docs/prices.md', from: 'cart' }).isChanged).toBe(false);
  });

  test('takes a whole pattern over', () => {
    const { plan: moved } = claimPath(plan, { agent: 'auth', path: 'src/cart/**', from: 'cart' });
    expect(ownerId(moved, 'src/cart/total.ts')).toBe('auth');
    expect(ownsOf(moved, 'cart')).toEqual(['docs/cart.md', 'docs/prices.md']);
  });

  test.each([
    ['of another agent', { path: 'docs/cart.md' }, 'CDEV_E_PLAN_PATH_TAKEN'],
    ['that overlaps what another owns', { path: 'src/**' }, 'CDEV_E_PLAN_PATH_TAKEN'],
    ['of another agent than the one named', { path: 'docs/cart.md', from: 'auth' }, 'CDEV_E_PLAN_PATH_TAKEN'],
    ['out of a pattern', { path: 'src/cart/total.ts', from: 'cart' }, 'CDEV_E_PLAN_PATH_IN_PATTERN'],
    ['that the named agent does not own', { path: 'README.md', from: 'cart' }, 'CDEV_E_PLAN_PATH_NOT_OWNED'],
    ['that is shared', { path: 'package.json' }, 'CDEV_E_PLAN_PATH_SHARED'],
    ['that a shared pattern covers', { path: 'locales/de.json' }, 'CDEV_E_PLAN_PATH_SHARED'],
    ['by an agent that is not there', { agent: 'nobody', path: 'a.ts' }, 'CDEV_E_PLAN_AGENT_UNKNOWN'],
    ['from an agent that is not there', { path: 'a.ts', from: 'nobody' }, 'CDEV_E_PLAN_AGENT_UNKNOWN'],
  ])('refuses a path %s', (_, claim, code) => {
    expect(() => claimPath(plan, { agent: 'auth', ...claim })).toThrow(expect.objectContaining({ code }));
  });
});

describe('releasePath', () => {
  test('leaves the path to nobody', () => {
    const released = releasePath(plan, { agent: 'cart', path: 'docs/cart.md' });
    expect(released).toMatchObject({ isChanged: true, from: 'cart' });
    expect(ownerId(released.plan, 'docs/cart.md')).toBe('nobody');
    expect(releasePath(released.plan, { agent: 'cart', path: 'docs/cart.md' }).isChanged).toBe(false);
  });

  test('refuses a promised path and a part of a pattern', () => {
    expect(() => releasePath(plan, { agent: 'cart', path: 'docs/prices.md' })).toThrow(
      expect.objectContaining({ code: 'CDEV_E_PLAN_PATH_PROMISED' }),
    );
    expect(() => releasePath(plan, { agent: 'cart', path: 'src/cart/total.ts' })).toThrow(
      expect.objectContaining({ code: 'CDEV_E_PLAN_PATH_IN_PATTERN' }),
    );
  });
});
