import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** What is done at the end waits for something that does not hold the process open, as a program that was let go of is. */
const program = `
import { defineCommand, execute } from '@cdev/core/cli';
import { atEnd } from '${new URL('../../src/subprocess/at-end.ts', import.meta.url).href}';
const look = defineCommand({
  name: '', summary: 'Looks', positionals: {}, changesWorld: false, examples: [], options: {},
  toOptions: (values) => values,
  run: async () => {
    atEnd(() => new Promise(() => {}));
    return { result: 'found', status: 'findings' };
  },
  human: (text) => text + '\\n',
});
void execute({ name: 'cdev-look', summary: 'Looks', commands: [look], health: async () => [] }, { version: '1.0.0' });
`;

test('a process that ends while it waits for its end still ends with what was found', () => {
  const words = ['--conditions=@cdev/source', '--disable-warning=ExperimentalWarning', '--input-type=module'];
  const { status, stdout } = spawnSync(process.execPath, [...words, '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...process.env, CDEV_HOME: '/dev/null/home', NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: 'found\n' });
});
