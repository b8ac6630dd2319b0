import { describe, expect, test } from '@jest/globals';
import { driverNamed } from '../../src/drivers/index.ts';
import { task } from './task.ts';

const codex = driverNamed('codex');
const read = (event: object) => codex.readLine(JSON.stringify(event));

describe('what Codex says', () => {
  test('its first line names the thread', () => {
    expect(read({ type: 'thread.started', thread_id: '01a2049d-4cc6' })).toEqual([
      { kind: 'session', id: '01a2049d-4cc6' },
    ]);
  });

  test('a command is told when it starts and not again when it has ended', () => {
    const item = { id: 'item_1', type: 'command_execution', command: "/bin/bash -lc 'ls src'", aggregated_output: '' };
    expect(read({ type: 'item.started', item: { ...item, exit_code: null, status: 'in_progress' } })).toEqual([
      { kind: 'tool', text: 'shell: ls src' },
    ]);
    const told = (command: string) => read({ type: 'item.started', item: { ...item, command } });
    expect(told('bash -lc "npm test && echo \'x\'"')).toEqual([{ kind: 'tool', text: "shell: npm test && echo 'x'" }]);
    expect(told('npm test')).toEqual([{ kind: 'tool', text: 'shell: npm test' }]);
    expect(told('sh build.sh -c x')).toEqual([{ kind: 'tool', text: 'shell: sh build.sh -c x' }]);
    expect(read({ type: 'item.completed', item: { ...item, exit_code: 0, status: 'completed' } })).toEqual([]);
  });

  test('files, messages and warnings are told when they are complete', () => {
    const changes = [
      { path: '/w/src/a.ts', kind: 'add' },
      { path: '/w/src/b.ts', kind: 'update' },
    ];
    expect(read({ type: 'item.completed', item: { type: 'file_change', changes, status: 'completed' } })).toEqual([
      { kind: 'file', text: '/w/src/a.ts' },
      { kind: 'file', text: '/w/src/b.ts' },
    ]);
    expect(read({ type: 'item.completed', item: { type: 'agent_message', text: 'All done' } })).toEqual([
      { kind: 'message', text: 'All done' },
    ]);
    expect(read({ type: 'item.completed', item: { type: 'error', message: 'Model metadata not found.' } })).toEqual([
      { kind: 'message', text: 'Model metadata not found.' },
    ]);
    expect(
      read({
        type: 'item.started',
        item: { type: 'mcp_tool_call', server: 'docs', tool: 'find', arguments: { query: 'zod' } },
      }),
    ).toEqual([{ kind: 'tool', text: 'docs find: zod' }]);
  });

  test('the end of the turn tells tokens; what was cached or thought is not counted twice', () => {
    const usage = { input_tokens: 300, cached_input_tokens: 200, output_tokens: 60, reasoning_output_tokens: 20 };
    expect(read({ type: 'turn.completed', usage })).toEqual([
      { kind: 'usage', tokens: 360 },
      { kind: 'result', ok: true, text: 'turn completed' },
    ]);
    expect(codex.countsWholeSession.tokens).toBe(true);
  });

  test('a service that refuses ends it with the reason', () => {
    expect(read({ type: 'turn.failed', error: { message: '{"error":{"code":400}}' } })).toEqual([
      { kind: 'result', ok: false, text: '{"error":{"code":400}}' },
    ]);
    expect(read({ type: 'error', message: 'stream closed' })).toEqual([{ kind: 'message', text: 'stream closed' }]);
  });

  test('that it asks its model again is told with which time that is, and why', () => {
    const message = 'Reconnecting... 2/5 (exceeded retry limit, last status: 429 Too Many Requests)';
    expect(read({ type: 'error', message })).toEqual([
      {
        kind: 'retry',
        attempt: 2,
        status: 429,
        text: 'exceeded retry limit, last status: 429 Too Many Requests',
      },
    ]);
    expect(read({ type: 'error', message: 'Reconnecting... 1/5' })).toEqual([{ kind: 'retry', attempt: 1, text: '' }]);
  });

  test('anything else tells nothing', () => {
    expect(read({ type: 'turn.started' })).toEqual([]);
    expect(read({ type: 'item.completed', item: { type: 'todo_list', items: [] } })).toEqual([]);
    expect(codex.readLine('Reading additional input from stdin...')).toEqual([]);
    expect(codex.readLine('[1]')).toEqual([]);
  });
});

describe('how Codex is started', () => {
  test('it writes in its own folder only', () => {
    const { file, args } = codex.commandLine(task({ extraArguments: ['-m', 'fast'] }));
    expect([file, ...args]).toEqual(['codex', 'exec', '--json', '-s', 'workspace-write', '-m', 'fast', 'Do it.']);
  });

  test('a thread is continued with the same rights', () => {
    const { args } = codex.commandLine(task({ session: '01a2049d', permissions: 'all' }));
    expect(args).toEqual([
      'exec',
      '--json',
      '--dangerously-bypass-approvals-and-sandbox',
      'resume',
      '01a2049d',
      'Do it.',
    ]);
  });

  test('a task too long for a command line is read from its file', () => {
    expect(codex.commandLine(task({ prompt: 'ä'.repeat(60_000) })).args.at(-1)).toContain('.cdev/prompt.md');
  });

  test('a task that begins with a dash is not taken for an option', () => {
    expect(codex.commandLine(task({ prompt: '--help me' })).args.at(-1)).toBe('\n--help me');
  });
});
