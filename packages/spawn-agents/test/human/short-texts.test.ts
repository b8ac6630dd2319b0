import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { attachText } from '../../src/human/attach-text.ts';
import { cleanupText } from '../../src/human/cleanup-text.ts';
import { messageText } from '../../src/human/message-text.ts';
import { stopText } from '../../src/human/stop-text.ts';
import type { CleanedAgent } from '../../src/index.ts';

const page = { style: createStyle(false), columns: 100 };

describe('what stop shows', () => {
  test('who was ended, where the work is, and how to go on', () => {
    const stopped = [
      { agent: 'login', attempt: 1, ended: 2, snapshot: 'refs/cdev/snapshots/p/login/1' },
      { agent: 'search', attempt: 1 },
    ];
    expect(stopText({ plan: 'p', stopped, runner: 4711, isDryRun: false }, page)).toBe(
      [
        '✓ login  ended  kept as refs/cdev/snapshots/p/login/1',
        '✓ search  ended',
        'Process 4711, which looked after them, has ended too',
        '→ Go on: cdev-spawn-agents p --resume',
        '',
      ].join('\n'),
    );
    expect(stopText({ plan: 'p', stopped, runner: undefined, isDryRun: true }, page)).toContain(
      'login  would be ended',
    );
  });

  test('that nobody is at work', () => {
    expect(stopText({ plan: 'p', stopped: [], runner: undefined, isDryRun: false }, page)).toBe(
      'No agent of p is at work\n',
    );
  });
});

test('what message shows: through what it goes, and when it is heard', () => {
  const told = { plan: 'p', agent: 'login', hears: undefined, engine: undefined, isDryRun: false };
  expect(messageText(told, page)).toBe('✓ login is told\n');
  const far = { ...told, hears: 'at its next turn', engine: 'postgres://queue/fleet', isDryRun: true };
  expect(messageText(far, page)).toBe(
    '✓ login would be told, through its worker at postgres://queue/fleet; it hears at its next turn\n',
  );
});

describe('what attach shows', () => {
  const view = { agent: 'login', attempt: 2 };
  const said = (text: string, activities?: Parameters<typeof attachText>[0]['activities']): string =>
    attachText({ ...view, line: { from: 'agent', text }, activities }, page);

  test('an assistant as people read it, and the raw line when that is asked for', () => {
    expect(
      said('{}', [
        { kind: 'message', text: 'I begin.' },
        { kind: 'tool', text: 'Bash: npm test' },
      ]),
    ).toBe('I begin.\n· Bash: npm test\n');
    expect(said('{}', [{ kind: 'file', text: 'a.ts' }])).toBe('✎ a.ts\n');
    expect(said('{}', [{ kind: 'permission-denied', text: 'Bash' }])).toBe('! permission denied: Bash\n');
    expect(said('{}', [{ kind: 'retry', text: 'overloaded', attempt: 3, wait: 12_000 }])).toBe(
      'waiting for the model, try 3, 12.0 s: overloaded\n',
    );
    expect(said('{}', [{ kind: 'result', ok: true, text: 'done' }])).toBe('done\n');
    expect(said('{}', [{ kind: 'usage', tokens: 5 }])).toBe('');
    expect(said('{"type":"x"}')).toBe('{"type":"x"}\n');
  });

  test('lines of stderr and of ours, and how it ended', () => {
    expect(attachText({ ...view, line: { from: 'stderr', text: 'warning' } }, page)).toBe('warning\n');
    expect(attachText({ ...view, line: { from: 'cdev', text: 'attempt 2' } }, page)).toBe('attempt 2\n');
    expect(attachText({ ...view, ended: { verdict: 'failed', reason: 'exit code 3' } }, page)).toBe(
      'login, attempt 2: failed: exit code 3\n',
    );
    expect(attachText({ ...view, ended: { verdict: 'done', reason: undefined } }, page)).toBe(
      'login, attempt 2: done\n',
    );
  });
});

describe('what cleanup shows', () => {
  const agent = (fields: Partial<CleanedAgent>): CleanedAgent => ({
    agent: 'login',
    branch: 'b',
    target: 'main',
    tip: 'c',
    worktree: '/w',
    uncommitted: 0,
    isMerged: true,
    removesBranch: true,
    inTheWay: [],
    outcome: 'removed',
    snapshot: undefined,
    notKept: [],
    ...fields,
  });

  test('what went, what stays and why, and what can be done about it', () => {
    const agents = [
      agent({}),
      agent({ agent: 'docs', worktree: undefined, snapshot: 'refs/x/1', notKept: ['a/', 'b', 'c', 'd'] }),
      agent({
        agent: 'search',
        outcome: 'refused',
        inTheWay: ['its commits are not in main', '1 file is not committed'],
      }),
    ];
    expect(cleanupText({ plan: 'p', agents, isDryRun: false }, page)).toBe(
      [
        '  ✓  login   worktree and branch removed',
        '  ✓  docs    branch removed; its work is kept as refs/x/1; not kept, as git ignores it: a/, b, c and 1 more',
        '  ✗  search  stays: its commits are not in main; 1 file is not committed',
        '→ Merge the rest: cdev-integrate-parallel-work',
        '→ Or remove it too: --keep-branches keeps its commits, --unmerged keeps all of it on snapshot refs',
        '',
      ].join('\n'),
    );
  });

  test('beforehand what would go, and that nothing is left', () => {
    const agents = [agent({ outcome: 'would-remove', uncommitted: 2, removesBranch: false })];
    expect(cleanupText({ plan: 'p', agents, isDryRun: true }, page)).toBe(
      '  –  login  worktree would be removed, 2 unsaved kept in a snapshot\n',
    );
    expect(cleanupText({ plan: 'p', agents: [], isDryRun: false }, page)).toBe('Nothing of p is left to remove\n');
  });
});
