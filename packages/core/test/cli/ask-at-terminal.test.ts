import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

// util-linux's `script` gives a program a terminal; its namesakes elsewhere take other words.
const withTerminal = process.platform === 'linux' && existsSync('/usr/bin/script') ? describe : describe.skip;

const program = `
import { defineCommand, execute } from '@cdev/core/cli';
const ask = defineCommand({
  name: '', summary: 'Asks', positionals: {}, options: {}, changesWorld: true, examples: [],
  toOptions: () => undefined,
  run: async (_, { prompt }) => { await prompt.confirm('Sure?'); return { result: 'sure', status: 'ok' }; },
  human: (result) => result + '\\n',
});
await execute({ name: 'cdev-ask', summary: 'Asks', commands: [ask], health: async () => [] }, { version: '1.0.0' });
`;

interface Ended {
  readonly exitCode: unknown;
  readonly text: string;
}

/** Runs the program at a terminal, and presses the keys when it has asked. */
async function answerWith(keys: string): Promise<Ended> {
  const words = ['--conditions=@cdev/source', '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval'];
  const quoted = [process.execPath, ...words, program].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const { CI: _, ...env } = process.env;
  const child = spawn('/usr/bin/script', ['-qec', quoted.join(' '), '/dev/null'], {
    env: { ...env, CDEV_HOME: '/dev/null/home', NODE_OPTIONS: '', NO_COLOR: '1', SHELL: '/bin/sh' },
    cwd: import.meta.dirname,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const wasAsked = text.includes('Sure?');
    text += chunk.toString('utf8');
    if (!wasAsked && text.includes('Sure?')) child.stdin.write(keys);
  });
  const exitCode = await new Promise((done) => child.once('close', done));
  return { exitCode, text };
}

withTerminal('a question at a terminal', () => {
  test('is interrupted by Ctrl-C, as anything else is', async () => {
    const interrupted = { exitCode: 130, text: expect.stringContaining('CDEV_E_CLI_INTERRUPTED') };
    expect(await answerWith('\u0003')).toEqual(interrupted);
  });

  test('that is ended by Ctrl-D is no defect', async () => {
    const { exitCode, text } = await answerWith('\u0004');
    expect({ exitCode, text }).toEqual({ exitCode: 130, text: expect.stringContaining('Interrupted by Ctrl-D') });
  });

  test('takes the line that is typed', async () => {
    expect(await answerWith('n\r')).toEqual({ exitCode: 1, text: expect.stringContaining('CDEV_E_CLI_DECLINED') });
    expect(await answerWith('y\r')).toEqual({ exitCode: 0, text: expect.stringContaining('sure') });
  });
});
