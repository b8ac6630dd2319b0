import { describe, expect, test } from '@jest/globals';
import { driverNamed } from '../../src/drivers/index.ts';
import { task } from './task.ts';

const gemini = driverNamed('gemini');
const read = (event: object) => gemini.readLine(JSON.stringify(event));

describe('what Gemini CLI says', () => {
  test('session, message, tool, file', () => {
    expect(read({ type: 'init', session_id: '661e1795', model: 'gemini-2.5-flash' })).toEqual([
      { kind: 'session', id: '661e1795' },
    ]);
    expect(read({ type: 'message', role: 'assistant', content: 'done', delta: true })).toEqual([
      { kind: 'message', text: 'done' },
    ]);
    expect(read({ type: 'tool_use', tool_name: 'run_shell_command', parameters: { command: 'ls -la src' } })).toEqual([
      { kind: 'tool', text: 'run_shell_command: ls -la src' },
    ]);
    expect(
      read({ type: 'tool_use', tool_name: 'write_file', parameters: { file_path: 'src/g.txt', content: 'hi' } }),
    ).toEqual([{ kind: 'file', text: 'src/g.txt' }]);
  });

  test('that it asks its model again stands on stderr alone', () => {
    const why = '_ApiError: {"error":{"message":"Resource has been \\"exhausted\\"","code":429}}';
    expect(gemini.readErrorLine?.(`Attempt 1 failed with status 429. Retrying with backoff... ${why}`)).toEqual([
      { kind: 'retry', attempt: 1, status: 429, text: 'Resource has been \\"exhausted\\"' },
    ]);
    expect(gemini.readErrorLine?.('Attempt 2 failed. Retrying with backoff... TypeError: fetch failed')).toEqual([
      { kind: 'retry', attempt: 2, text: 'TypeError: fetch failed' },
    ]);
    expect(gemini.readErrorLine?.('    at async Turn.run (x.js:1:2)')).toEqual([]);
  });

  test('our own prompt, which it repeats, is no message of it', () => {
    expect(read({ type: 'message', role: 'user', content: 'Do it.' })).toEqual([]);
  });

  test('a tool that it does not offer without a person is a denied permission; another failure of a tool is not', () => {
    const refused = (type: string) => read({ type: 'tool_result', status: 'error', error: { type, message: 'no' } });
    expect(refused('tool_not_registered')).toEqual([{ kind: 'permission-denied', text: 'no' }]);
    const error = { type: 'policy_violation', message: 'Modifying build files' };
    expect(read({ type: 'tool_result', status: 'error', tool_id: 'write_file__fc_87', error })).toEqual([
      { kind: 'permission-denied', text: 'write_file: Modifying build files' },
    ]);
    expect(refused('file_not_found')).toEqual([{ kind: 'message', text: 'no' }]);
    expect(read({ type: 'tool_result', status: 'success' })).toEqual([]);
  });

  test('the end tells tokens and outcome', () => {
    expect(read({ type: 'result', status: 'success', stats: { total_tokens: 360, input_tokens: 300 } })).toEqual([
      { kind: 'usage', tokens: 360 },
      { kind: 'result', ok: true, text: 'success' },
    ]);
    const failed = read({ type: 'result', status: 'error', error: { type: 'Error', message: 'quota' }, stats: {} });
    expect(failed.at(-1)).toEqual({ kind: 'result', ok: false, text: 'quota' });
  });
});

test('Gemini CLI edits without asking, and is asked for nothing about its new folder', () => {
  const { file, args } = gemini.commandLine(task());
  expect([file, ...args]).toEqual([
    'gemini',
    '-p',
    'Do it.',
    '-o',
    'stream-json',
    '--approval-mode',
    'auto_edit',
    '--skip-trust',
  ]);
  expect(gemini.commandLine(task({ permissions: 'all', session: 'x' })).args.join(' ')).toContain(
    '--approval-mode yolo --skip-trust --resume x',
  );
});
