import { describe, expect, test } from '@jest/globals';
import { createContext, parseContext, promptFile, renderPrompt, serialiseContext } from '../../src/index.ts';
import { agent, planOf } from '../sound-plan.ts';

const plan = planOf(
  [
    agent('auth'),
    agent('cart', {
      dependsOn: ['auth'],
      creates: ['src/cart/a.ts'],
      reads: ['docs/x.md'],
      criteria: ['It adds up'],
      checks: [{ name: 'unit', command: 'pnpm test cart' }],
    }),
  ],
  { shared: [{ path: 'package.json', rule: 'json', agents: ['*'], reason: 'dependencies' }] },
);

describe('renderPrompt', () => {
  const prompt = renderPrompt(
    createContext({
      plan,
      agentId: 'cart',
      worktree: '/w',
      attempt: 2,
      feedback: 'The tests fail.',
      commands: [{ name: 'lint', command: 'pnpm lint' }],
    }),
  );

  test('tells everything an agent must know, feedback before the task', () => {
    const titles = prompt.split('\n').filter((line) => line.startsWith('#'));
    expect(titles).toEqual([
      '# Work on cart',
      '## What the last attempt lacked (this is attempt 2)',
      '## Task',
      '## What you may write',
      '## Shared with other agents',
      '## Files that must be there at the end',
      '## Read first',
      '## Built before you',
      '## Done when',
      '## How it will be checked',
      '## Rules',
    ]);
    expect(prompt).toContain('agent `cart` of plan `plan-1` for [ENG-1 (Login)](https://linear.app/x/issue/ENG-1)');
    expect(prompt).toContain('- `src/cart/**`\n\nNothing else');
    expect(prompt).toContain('- `package.json`: merged entry by entry');
    expect(prompt).toContain('- unit: `pnpm test cart`\n\nOther commands of this project:\n\n- lint: `pnpm lint`');
    expect(prompt).toContain('Stay on branch `cdev/plan-1/cart`');
    expect(prompt).not.toMatch(/undefined|\n\n\n/);
  });

  test('tells which declarations of a file that is split by symbol are its own', () => {
    const symbols = [
      { agent: 'cart', names: ['total'] },
      { agent: 'auth', names: ['*'] },
    ];
    const desk = {
      path: 'src/desk.ts',
      rule: 'symbols',
      agents: ['auth', 'cart'],
      reason: 'two parts',
      symbols,
    } as const;
    const told = (agentId: string) =>
      renderPrompt(createContext({ plan: { ...plan, shared: [desk] }, agentId, worktree: '/w' }));
    expect(told('cart')).toContain('- `src/desk.ts`: split by its declarations');
    expect(told('cart')).toContain('Yours: `total`, the imports they need, and what you add.');
    expect(told('auth')).toContain('Yours: everything but `total`, the imports');
    const context = createContext({ plan: { ...plan, shared: [desk] }, agentId: 'cart', worktree: '/w' });
    expect(parseContext(serialiseContext(context), 'context.yaml').shared).toEqual([desk]);
  });

  test('leaves out what there is nothing to say about', () => {
    const short = renderPrompt(createContext({ plan: planOf([agent('solo')]), agentId: 'solo', worktree: '/w' }));
    expect(short.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# Work on solo',
      '## Task',
      '## What you may write',
      '## Rules',
    ]);
  });
});

test('names the files that it may claim, why, and how; not those that are offered to others', () => {
  const claimable = [
    { path: 'docs/fees.md', agents: ['auth'], reason: 'part 1: text: fee' },
    { path: 'docs/cart.md', agents: ['cart'], reason: '' },
    { path: 'docs/all.md', agents: [], reason: '' },
  ];
  const offered = planOf([agent('auth'), agent('cart')], { claimable });
  const prompt = renderPrompt(createContext({ plan: offered, agentId: 'auth', worktree: '/w' }));
  expect(prompt).toMatch(/## What you may claim\n\n.*`cdev-agent-commit claim <path>`/);
  expect(prompt).toContain('- `docs/fees.md`: part 1: text: fee\n- `docs/all.md`\n\n## Rules');
  expect(prompt).not.toContain('docs/cart.md');
  const none = createContext({ plan: { ...offered, claimable: [] }, agentId: 'auth', worktree: '/w' });
  expect(renderPrompt(none)).not.toContain('may claim');
  expect(parseContext(serialiseContext(none), 'context.yaml')).toEqual(none);
});

test('the prompt stands beside the context', () => {
  expect(promptFile('/w')).toMatch(/^\/w.\.cdev.prompt\.md$/);
});
