import { describe, expect, test } from '@jest/globals';
import { driverNamed } from '../../src/drivers/index.ts';
import { task } from './task.ts';

const claude = driverNamed('claude');
const read = (event: object) => claude.readLine(JSON.stringify(event));

describe('what Claude Code says', () => {
  test('its first line names the session', () => {
    expect(read({ type: 'system', subtype: 'init', cwd: '/w', session_id: '200d5f5b', tools: ['Bash'] })).toEqual([
      { kind: 'session', id: '200d5f5b' },
    ]);
  });

  test('one message may hold a text, a tool and a file', () => {
    const content = [
      { type: 'text', text: 'I begin\nwith the parser.' },
      { type: 'tool_use', name: 'Bash', input: { command: 'npm test', description: 'tests' } },
      { type: 'tool_use', name: 'Write', input: { file_path: '/w/src/a.ts', content: 'x' } },
      { type: 'thinking', thinking: 'hm' },
    ];
    expect(read({ type: 'assistant', message: { content, usage: { input_tokens: 100, output_tokens: 1 } } })).toEqual([
      { kind: 'message', text: 'I begin with the parser.' },
      { kind: 'tool', text: 'Bash: npm test' },
      { kind: 'file', text: '/w/src/a.ts' },
    ]);
  });

  test('a denied permission is told when it happens', () => {
    const event = {
      type: 'system',
      subtype: 'permission_denied',
      tool_name: 'Bash',
      decision_reason: 'This command requires approval',
    };
    expect(read(event)).toEqual([{ kind: 'permission-denied', text: 'Bash: This command requires approval' }]);
  });

  test('that it asks its model again is told with the wait and the status, where there was an answer', () => {
    const event = { type: 'system', subtype: 'api_retry', max_retries: 10, attempt: 2 };
    expect(read({ ...event, retry_delay_ms: 1180.4, error_status: 529, error: 'overloaded' })).toEqual([
      { kind: 'retry', attempt: 2, wait: 1180, status: 529, text: 'overloaded' },
    ]);
    expect(read({ ...event, retry_delay_ms: 565, error_status: null, error: 'unknown' })).toEqual([
      { kind: 'retry', attempt: 2, wait: 565, text: 'unknown' },
    ]);
  });

  test('the end tells tokens, cost and how many permissions were denied', () => {
    const event = {
      type: 'result',
      subtype: 'success',
      is_error: false,
      result: 'done',
      total_cost_usd: 0.0032,
      usage: { input_tokens: 400, cache_creation_input_tokens: 5, cache_read_input_tokens: 6, output_tokens: 80 },
      permission_denials: [{ tool_name: 'Bash', tool_input: { command: 'npm run x' } }],
    };
    expect(read(event)).toEqual([
      { kind: 'usage', tokens: 491, cost: 0.0032 },
      { kind: 'result', ok: true, text: 'denied permissions: 1; done' },
    ]);
    expect(read({ ...event, subtype: 'error_max_turns', is_error: true, result: undefined }).at(-1)).toMatchObject({
      ok: false,
    });
  });

  test('the answers of tools and lines that are no JSON tell nothing', () => {
    expect(read({ type: 'user', message: { content: [{ type: 'tool_result', content: 'ok' }] } })).toEqual([]);
    expect(claude.readLine('npm warn something')).toEqual([]);
    expect(claude.readLine('{"type":"assistant","message":{"con')).toEqual([]);
    expect(claude.readLine('{}')).toEqual([]);
  });
});

test('what our hook refuses is a denied permission, and what its own rules do', () => {
  const content = [
    {
      type: 'tool_result',
      is_error: true,
      content: "PreToolUse:Write hook error: ['node' 'x']: cdev: refused, a.md is owned by docs\n",
    },
    { type: 'tool_result', is_error: true, content: 'no such file' },
    {
      type: 'tool_result',
      is_error: true,
      content: '<tool_use_error>File is in a directory that is denied by your permission settings.</tool_use_error>',
    },
  ];
  expect(read({ type: 'user', message: { content } })).toEqual([
    { kind: 'permission-denied', text: 'a.md is owned by docs' },
    { kind: 'permission-denied', text: 'File is in a directory that is denied by your permission settings.' },
  ]);
});

describe('how Claude Code is started', () => {
  test('it may edit files and run the commands of the project, and the prompt stands before options that take many words', () => {
    const { file, args } = claude.commandLine(
      task({ allowedCommands: ['npm test', 'npm run x:*', '(cd a && make)'], extraArguments: ['--model', 'x'] }),
    );
    expect([file, ...args]).toEqual([
      'claude',
      '-p',
      'Do it.',
      '--output-format',
      'stream-json',
      '--verbose',
      '--permission-mode',
      'acceptEdits',
      '--model',
      'x',
      '--allowedTools',
      'Bash(npm test)',
    ]);
  });

  test('a session is continued and everything is allowed only when asked for', () => {
    const { args } = claude.commandLine(task({ session: '200d5f5b', permissions: 'all' }));
    expect(args.join(' ')).toContain('--permission-mode bypassPermissions --resume 200d5f5b');
  });
});
