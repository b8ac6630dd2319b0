import { describe, expect, test } from '@jest/globals';
import { readArguments } from '../src/demo-arguments.ts';

describe('readArguments', () => {
  test('scripted agents unless a real one is named, with or without the dashes of a package manager', () => {
    expect(readArguments([])).toEqual({ agent: undefined });
    expect(readArguments(['--'])).toEqual({ agent: undefined });
    expect(readArguments(['--agent', 'codex'])).toEqual({ agent: 'codex' });
    expect(readArguments(['--', '--agent=opencode'])).toEqual({ agent: 'opencode' });
  });

  test.each([
    [['--agent', 'nobody'], 'There is no agent "nobody" for the demo'],
    [['--agent', 'command'], 'There is no agent "command" for the demo'],
    [['--agent'], /argument missing/],
    [['--what'], "Unknown option '--what'"],
    [['codex'], "Unexpected argument 'codex'"],
  ])('%j is refused with what would be right', (words, message) => {
    let error: unknown;
    try {
      readArguments(words);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'CDEV_E_DEMO_WRONG_USE',
      kind: 'usage',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      steps: [expect.stringContaining('pnpm demo'), expect.stringContaining('claude, codex, gemini, opencode')],
    });
  });
});
