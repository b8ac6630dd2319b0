import { describe, expect, test } from '@jest/globals';
import { judge, type ProcessEnd } from '../../src/attempt/judge.ts';

const well: ProcessEnd = { exitCode: 0, timedOut: false, cancelled: false, duration: 1500, deniedPermissions: [] };
const work = (owned: number, foreign: readonly string[] = []) => ({
  owned: Array.from({ length: owned }, (_, index) => `src/${index}.ts`),
  shared: [],
  foreign: foreign.map((path) => ({ path })) as never,
});
const verdict = (end: Partial<ProcessEnd>, done = work(1)) => judge({ ...well, ...end }, done);

describe('the verdict on an attempt', () => {
  test('done needs an exit code of 0 and work that is its own', () => {
    expect(verdict({})).toEqual({ verdict: 'done' });
    expect(judge(well, { ...work(0), shared: ['package.json'] })).toEqual({ verdict: 'done' });
  });

  test('an exit code of 0 with nothing to show for it has failed, and says what was denied or said last', () => {
    expect(verdict({}, work(0))).toEqual({ verdict: 'failed', reason: 'it changed nothing' });
    expect(verdict({ deniedPermissions: ['Bash: npm test', 'Write: a.ts'] }, work(0)).reason).toBe(
      'it changed nothing; it was denied: Bash: npm test, Write: a.ts',
    );
    expect(verdict({ lastMessage: 'I cannot' }, work(0)).reason).toBe('it changed nothing; it last said: I cannot');
  });

  test('changes to the files of others alone are no work', () => {
    expect(verdict({}, work(0, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).reason).toBe(
      'it changed only files that are not its own: a, b, c, d, e and 2 more',
    );
    expect(verdict({}, work(1, ['a'])).verdict).toBe('done');
  });

  test('an exit code, a signal and a time limit are failures whatever was written', () => {
    expect(verdict({ exitCode: 3, lastMessage: 'no network' })).toEqual({
      verdict: 'failed',
      reason: 'exit code 3; it last said: no network',
    });
    expect(verdict({ exitCode: 1, lastMessage: 'Starting', lastError: 'no such model' }).reason).toBe(
      'exit code 1; its last word on stderr: no such model',
    );
    expect(verdict({ exitCode: undefined, signal: 'SIGKILL' }).reason).toBe('it was ended by SIGKILL');
    expect(verdict({ timedOut: true, signal: 'SIGTERM' })).toEqual({
      verdict: 'timed-out',
      reason: 'it was ended after 1.5 s',
    });
    expect(verdict({ cancelled: true }).verdict).toBe('cancelled');
  });

  test('work on another branch is none of this agent', () => {
    expect(judge(well, { ...work(1), wrongBranch: 'mine' }).reason).toBe('it left its branch: its worktree is on mine');
    expect(judge(well, { ...work(1), wrongBranch: '' }).reason).toContain('no branch');
  });

  test('an assistant that says it failed has failed, although it exits with 0', () => {
    expect(verdict({ saidFailed: 'quota' })).toEqual({ verdict: 'failed', reason: 'it says that it failed: quota' });
  });
});
