import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../src/cli/index.ts';
import { greeting, recordingIo } from './greeting.ts';

async function start(argv: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const { io, out, err } = recordingIo(tmpdir());
  const exitCode = await runCommand(greeting, '1.2.3', argv, io);
  return { exitCode, out: out(), err: err() };
}

test('describes what it takes as data, whatever else was typed', async () => {
  const { exitCode, out, err } = await start(['--describe', '--tone', 'odd']);
  expect([exitCode, err]).toEqual([0, '']);
  const { schemaVersion, script, version, commands } = JSON.parse(out) as {
    [field: string]: unknown;
    commands: { name: string; changesWorld: boolean; positionals: unknown[]; options: { name: string }[] }[];
  };
  expect({ schemaVersion, script, version }).toEqual({ schemaVersion: 1, script: 'cdev-greeting', version: '1.2.3' });
  expect(commands[0]).toMatchObject({
    name: '',
    changesWorld: true,
    positionals: [{ name: 'names', description: 'Who is greeted', isRequired: false, isList: true }],
  });
  expect(commands[0]?.options.find(({ name }) => name === 'tone')).toEqual({
    name: 'tone',
    type: 'string',
    description: 'In which tone',
    choices: ['warm', 'dry'],
    default: 'warm',
    isList: false,
    isOfHouse: false,
  });
  expect(commands[0]?.options.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['tag', 'dry-run', 'yes', 'cwd']),
  );
  expect(commands.map(({ name }) => name)).toContain('list');
});
