import { describe, expect, test } from '@jest/globals';
import { checkPlan, claimableBy, claimableOf, claimPath, parsePlan, serialisePlan } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

const entry = (path: string, agents: readonly string[] = ['auth']) => ({ path, agents, reason: 'it ranks high' });
const agents = [agent('auth'), agent('cart', { creates: ['src/cart/total.ts'] })];
const plan = planOf(agents, {
  claimable: [entry('docs/fees.md', ['cart', 'auth']), entry('app/[id]/page.tsx'), entry('docs/old.md', [])],
});
const tracked = ['docs/fees.md', 'docs/old.md', 'app/[id]/page.tsx', 'src/auth/a.ts', 'src/cart/b.ts'];

describe('claimable files', () => {
  test('are read back as they were written, and a plan without them stays one without', () => {
    expect(parsePlan(serialisePlan(plan), 'plan.yaml')).toEqual(plan);
    const before = planOf(agents);
    expect(parsePlan(serialisePlan(before), 'plan.yaml')).toEqual(before);
    expect(serialisePlan(before)).not.toContain('claimable');
    const none = planOf(agents, { claimable: [] });
    expect(parsePlan(serialisePlan(none), 'plan.yaml').claimable).toEqual([]);
  });

  test('may be written with little, and what is wrong is named', () => {
    const head = 'schemaVersion: 1\nid: x\nagents: [{id: a, owns: [a]}]\nclaimable:\n';
    expect(parsePlan(`${head}  - path: b.ts\n    since: 3\n`, 'p').claimable).toEqual([
      { path: 'b.ts', agents: [], reason: '', unknownFields: { since: 3 } },
    ]);
    expect(() => parsePlan(`${head}  - {path: 1, agents: all}\n`, 'p')).toThrow(/claimable\[0\]\.path.*\n.*agents/);
    expect(() => parsePlan(`${head}  - b.ts\n`, 'p')).toThrow('claimable[0]');
  });

  test('are sound when they are there, of nobody, and offered to agents of the plan', () => {
    expect(checkPlan(plan, { trackedFiles: tracked }).filter(({ where }) => where.startsWith('claimable'))).toEqual([]);
  });

  test.each([
    ['an agent that is not there', entry('docs/fees.md', ['auth', 'zoe']), 'error', 'claimable-agent-unknown'],
    ['a detour', entry('docs/../fees.md'), 'error', 'path-form'],
    ['a folder', entry('docs/'), 'error', 'path-form'],
    ['what an agent owns', entry('src/auth/a.ts'), 'warning', 'claimable-owned'],
    ['what an agent promises', entry('src/cart/total.ts'), 'warning', 'claimable-owned'],
    ['what is shared', entry('package.json'), 'warning', 'claimable-owned'],
    ['what is not there', entry('docs/none.md'), 'warning', 'claimable-missing'],
  ])('%s is found', (_, wrong, severity, rule) => {
    const found = checkPlan(planOf(agents, { claimable: [wrong], shared: [shared('package.json')] }), {
      trackedFiles: [...tracked, 'package.json'],
    });
    expect(found).toContainEqual(expect.objectContaining({ severity, rule }));
  });

  test('listed twice is found, and so is a field that is none', () => {
    const twice = planOf(agents, {
      claimable: [entry('docs/a.md'), { ...entry('docs/a.md'), unknownFields: { since: 3 } }],
    });
    expect(checkPlan(twice).map(({ rule, where }) => [rule, where])).toEqual([
      ['claimable-repeated', 'claimable[1].path'],
      ['unknown-field', 'claimable[1].since'],
    ]);
  });

  test('are found by a path or a pattern, and are no longer claimable once somebody owns them', () => {
    expect(claimableOf(plan, 'docs/fees.md')?.map((found) => found.agents)).toEqual([['cart', 'auth']]);
    expect(claimableOf(plan, 'docs/**')).toHaveLength(2);
    expect(claimableOf(plan, 'README.md')).toEqual([]);
    expect(claimableOf(planOf(agents), 'docs/fees.md')).toBeUndefined();
    expect(claimableBy(plan, 'cart')?.map(({ path }) => path)).toEqual(['docs/fees.md', 'docs/old.md']);
    expect(claimableBy(planOf(agents), 'cart')).toBeUndefined();
    const paths = (path: string) =>
      claimPath(plan, { agent: 'auth', path }).plan.claimable?.map((left) => left.path) ?? [];
    expect(paths('docs/fees.md')).toEqual(['app/[id]/page.tsx', 'docs/old.md']);
    expect(paths('app/[id]/page.tsx')).toEqual(['docs/fees.md', 'docs/old.md']);
    expect(paths('docs/**')).toEqual(['app/[id]/page.tsx']);
    expect(paths('README.md')).toHaveLength(3);
    expect(claimPath(planOf(agents), { agent: 'auth', path: 'x' }).plan).not.toHaveProperty('claimable');
  });
});
