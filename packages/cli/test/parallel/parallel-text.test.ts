import { createStyle } from '@cdev/core/cli';
import { expect, test } from '@jest/globals';
import { parallelText } from '../../src/parallel/parallel-text.ts';

const page = { style: createStyle(false), columns: 100, isTerminal: false };
const agent = { id: 'plus', title: 'Plus', status: 'merged', attempt: 1, reasons: [], setAside: [] };
const result = {
  plan: { id: 'calc', title: 'Calculator' },
  steps: [{ name: 'plan', command: 'cdev-decompose-parallel', exitCode: 0, duration: 900 }],
  logs: '/repo/.git/cdev/runs/calc/logs',
  integration: { status: 'moved', target: 'main', movedTo: 'fa9edb0380000000' },
  until: 'integrate',
} as const;

test('names at the end what agents changed that is in no commit, and where it is kept', () => {
  const setAside = ['docs/x.md', 'src/minus.js', 'a', 'b'];
  expect(parallelText({ ...result, agents: [{ ...agent, setAside }] }, page)).toBe(
    `
Calculator
  ✓ plus  Plus  merged
  ! plus  not its own, set aside: docs/x.md, src/minus.js, a and 1 more
    kept under refs/cdev/set-aside/calc/

  plan  900 ms
  900 ms in all

main is now at fa9edb038
`,
  );
});

test('tells what to do where an agent is not in, and nothing of that where all are', () => {
  const failed = { ...agent, status: 'failed', attempt: 2, reasons: ['exit code 4'] };
  const text = parallelText({ ...result, agents: [failed], integration: { status: 'none' } }, page);
  expect(text).toContain('✗ plus  Plus  failed at attempt 2  exit code 4\n');
  expect(text.split('\n').slice(-4)).toEqual([
    'the target branch was not moved',
    '→ What the agents said: /repo/.git/cdev/runs/calc/logs',
    '→ Run the same command again: those that failed are sent back to work',
    '',
  ]);
  expect(parallelText({ ...result, agents: [agent] }, page)).not.toContain('→');
  const refused = { ...result.steps[0], name: 'commit', exitCode: 1 };
  const finished = { ...agent, status: 'finished' };
  expect(parallelText({ ...result, agents: [agent, finished] }, page)).not.toContain('→');
  expect(
    parallelText({ ...result, steps: [refused], agents: [finished] }, page)
      .split('\n')
      .slice(-3),
  ).toEqual([
    '→ In no commit yet: plus. See why, and mend it: cdev-agent-commit --all --plan calc',
    '→ Then run the same command again: it goes on from there',
    '',
  ]);
});
