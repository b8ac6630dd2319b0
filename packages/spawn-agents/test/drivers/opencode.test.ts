import { describe, expect, test } from '@jest/globals';
import { driverNamed } from '../../src/drivers/index.ts';
import { task } from './task.ts';

const opencode = driverNamed('opencode');
const read = (event: object) => opencode.readLine(JSON.stringify({ sessionID: 'ses_dfb6', ...event }));

describe('what OpenCode says', () => {
  test('session, message, tool, file', () => {
    expect(read({ type: 'step_start', part: { type: 'step-start' } })).toEqual([{ kind: 'session', id: 'ses_dfb6' }]);
    expect(read({ type: 'text', part: { type: 'text', text: 'All done' } })).toEqual([
      { kind: 'message', text: 'All done' },
    ]);
    const bash = { tool: 'bash', state: { status: 'completed', input: { command: 'ls -la src' } } };
    expect(read({ type: 'tool_use', part: bash })).toEqual([{ kind: 'tool', text: 'bash: ls -la src' }]);
    const write = { tool: 'write', state: { status: 'completed', input: { filePath: '/w/src/a.txt', content: 'hi' } } };
    expect(read({ type: 'tool_use', part: write })).toEqual([{ kind: 'file', text: '/w/src/a.txt' }]);
  });

  test('every step tells its tokens, the cached ones too, and its cost', () => {
    const tokens = { total: 150, input: 100, output: 20, reasoning: 10, cache: { read: 15, write: 5 } };
    expect(read({ type: 'step_finish', part: { reason: 'stop', tokens, cost: 0.002 } })).toEqual([
      { kind: 'usage', tokens: 150, cost: 0.002 },
    ]);
  });

  test('a rejected tool is a denied permission; a tool that failed is a message', () => {
    const failed = (error: string) =>
      read({ type: 'tool_use', part: { tool: 'write', state: { status: 'error', input: {}, error } } });
    expect(failed('The user rejected permission to use this specific tool call.')).toMatchObject([
      { kind: 'permission-denied' },
    ]);
    const rule = 'The user has specified a rule which prevents you from using this specific tool call.';
    const state = {
      status: 'error',
      input: { filePath: '/w/a.ts' },
      error: `${rule} Here are some of the relevant rules [{"x":1}]`,
    };
    expect(read({ type: 'tool_use', part: { tool: 'write', state } })).toEqual([
      { kind: 'permission-denied', text: `write /w/a.ts: ${rule}` },
    ]);
    expect(failed('disk full')).toEqual([{ kind: 'message', text: 'write: disk full' }]);
  });

  test('an error ends it', () => {
    const error = { name: 'UnknownError', data: { message: 'Unexpected server error.' } };
    expect(read({ type: 'error', error })).toEqual([{ kind: 'result', ok: false, text: 'Unexpected server error.' }]);
  });
});

test('OpenCode is started as its configuration says, and with everything allowed only when asked for', () => {
  const { file, args } = opencode.commandLine(task({ extraArguments: ['-m', 'fast'], session: 'ses_1' }));
  expect([file, ...args]).toEqual([
    'opencode',
    'run',
    '--format',
    'json',
    '--session',
    'ses_1',
    '-m',
    'fast',
    'Do it.',
  ]);
  expect(opencode.commandLine(task({ permissions: 'all' })).args).toContain('--auto');
});
