import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';

// util-linux's `script` gives a program a terminal; its namesakes elsewhere take other words.
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

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

(hasTerminal ? test : test.skip).each([
  ['\u0003', 130, 'CDEV_E_CLI_INTERRUPTED'],
  ['n\r', 1, 'CDEV_E_CLI_DECLINED'],
  ['y\r', 0, 'sure'],
])(
  'a question at a terminal that is answered with %j ends with %i',
  async (keys, exitCode, told) => {
    const words = [
      '--conditions=@cdev/source',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
    ];
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
    const ended = await new Promise((done) => child.once('close', done));
    expect({ ended, text }).toEqual({ ended: exitCode, text: expect.stringContaining(told) });
  },
  60_000,
);
