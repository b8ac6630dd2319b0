import { describe, expect, test } from '@jest/globals';
import { commitMessage } from '../../src/work/commit-message.ts';
import { agent, planOf } from '../sound-plan.ts';

const plan = planOf([agent('auth', { title: 'Log  in\nwith care' })]);
const trailers = 'Task: ENG-1\nAgent: auth\nPlan: plan-1\n';
const write = (message?: string) => commitMessage({ plan, agentId: 'auth', message });

describe('commitMessage', () => {
  test('is a Conventional Commit with trailers', () => {
    expect(write()).toBe(`feat(auth): Log in with care\n\n${trailers}`);
    expect(write('   ')).toBe(write());
  });
  test('takes the message that is given', () => {
    expect(write('fix: it\r\n\r\nBecause.\n')).toBe(`fix: it\n\nBecause.\n\n${trailers}`);
    expect(write('fix: it')).toBe(`fix: it\n\n${trailers}`);
  });
  test('adds to trailers that are there, and leaves its own as somebody wrote them', () => {
    expect(write('fix: it\n\nReviewed-by: A <a@b>\ntask: OTHER-2')).toBe(
      'fix: it\n\nReviewed-by: A <a@b>\ntask: OTHER-2\nAgent: auth\nPlan: plan-1\n',
    );
    expect(write(`fix: it\n\n${trailers}`)).toBe(`fix: it\n\n${trailers}`);
  });
  test('does not take a subject for a trailer', () => {
    expect(write('Agents: begin')).toBe(`Agents: begin\n\n${trailers}`);
  });
  test('has no task without an issue', () => {
    const { issue: _issue, ...rest } = plan;
    expect(commitMessage({ plan: rest, agentId: 'auth' })).toBe(
      'feat(auth): Log in with care\n\nAgent: auth\nPlan: plan-1\n',
    );
  });
});
