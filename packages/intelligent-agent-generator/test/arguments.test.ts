import { describe, expect, test } from '@jest/globals';
import { runCommand, type Command, type Script } from '@cdev/core/cli';
import { testIo } from '@cdev/test-kit';
import { script } from '../src/cli.ts';
import { targetNames } from '../src/index.ts';
import { generateOptions } from './generate-options.ts';

/** The script with commands that do nothing but give their options back. */
const echo: Script = {
  ...script,
  commands: script.commands.map((command): Command => ({
    ...command,
    run: async (options) => ({ result: options, status: 'ok' }),
  })),
};

async function start(argv: readonly string[]) {
  const { io, stdout } = testIo({ cwd: '.' });
  const exitCode = await runCommand(echo, '1.0.0', [...argv, '--json'], io);
  return { exitCode, ...(JSON.parse(stdout()) as { data?: unknown; error?: { message: string } }) };
}
const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('the arguments', () => {
  test('have their defaults', async () => {
    expect((await start(['Do it'])).data).toEqual(json(generateOptions({ text: 'Do it' })));
    expect((await start(['rank'])).data).toEqual({ limit: 50, ignoreHistory: false });
  });

  test.each([
    [['--issue', 'ENG-1', '--for', 'claude'], { issue: 'ENG-1', target: 'claude' }],
    [['--file', 'a b.md', '--out', 'ü.md', '--name', 'x'], { file: 'a b.md', out: 'ü.md', name: 'x' }],
    [['-', '--max-tokens', '2000', '--max-files=3'], { text: '-', maxTokens: 2000, maxFiles: 3 }],
    [['x', '--explain', '--dry-run'], { explain: true, isDryRun: true }],
    [['rank', '--query', 'a', '--limit', '5'], { query: 'a', limit: 5 }],
    [['rank', '--query-file', 'a', '--ignore-history'], { queryFile: 'a', ignoreHistory: true }],
  ])('%j are understood', async (argv, expected) => {
    expect(await start(argv)).toMatchObject({ exitCode: 0, data: expected });
  });

  test('offer every form there is', () => {
    expect(script.commands[0]?.options['for']?.choices).toEqual(targetNames);
  });

  test.each([
    [['x', '--for', 'claud'], 'did you mean claude?'],
    [['x', '--max-tokens', 'many'], '--max-tokens needs a number'],
    [['two', 'words'], '"words" is one argument too many'],
    [['rank', 'words'], '"words" is one argument too many'],
    [['rank', '--dry-run'], 'There is no option --dry-run'],
  ])('%j are wrong use', async (argv, message) => {
    const { exitCode, error } = await start(argv);
    expect(exitCode).toBe(2);
    expect(error?.message).toContain(message);
  });
});
