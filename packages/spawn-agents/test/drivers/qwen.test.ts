import { describe, expect, test } from '@jest/globals';
import { driverNamed } from '../../src/index.ts';
import { task } from './task.ts';

const qwen = driverNamed('qwen');
const read = (...events: readonly object[]) => events.flatMap((event) => qwen.readLine(JSON.stringify(event)));

describe('Qwen Code', () => {
  test('is started headless, within its worktree, and goes on in a conversation', () => {
    const { file, args } = qwen.commandLine(task({ session: 'abc', extraArguments: ['-m', 'fast'] }));
    expect(file).toBe('qwen');
    expect(args[0]).toBe('Do it.');
    expect(args.slice(1)).toEqual([
      '-o',
      'stream-json',
      '--approval-mode',
      'auto-edit',
      '--resume',
      'abc',
      '-m',
      'fast',
    ]);
    expect(qwen.commandLine(task({ permissions: 'all' })).args).toContain('yolo');
  });

  test('its stream tells session, files, tools and the end', () => {
    const used = (name: string, input: object) => ({
      type: 'assistant',
      message: { content: [{ type: 'tool_use', name, input }] },
    });
    expect(
      read(
        { type: 'system', subtype: 'init', session_id: 's-1' },
        used('write_file', { file_path: '/w/src/a.ts', content: '' }),
        used('run_shell_command', { command: 'npm test' }),
        { type: 'assistant', message: { content: [{ type: 'text', text: 'Done' }] } },
        {
          type: 'result',
          subtype: 'success',
          is_error: false,
          result: 'Done',
          usage: { input_tokens: 10, output_tokens: 5 },
        },
      ),
    ).toEqual([
      { kind: 'session', id: 's-1' },
      { kind: 'file', text: '/w/src/a.ts' },
      { kind: 'tool', text: 'run_shell_command: npm test' },
      { kind: 'message', text: 'Done' },
      { kind: 'usage', tokens: 15 },
      { kind: 'result', ok: true, text: 'Done' },
    ]);
  });
});
